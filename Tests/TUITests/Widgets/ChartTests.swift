import Testing

@testable import TUI

@Suite struct ChartTests {
    private func draw(_ chart: Chart, width: Int = 24, height: Int = 5, isUnicode: Bool = true) -> Canvas {
        var canvas = Canvas(width: width, height: height, capabilities: Capabilities(colors: .many, isUnicode: isUnicode))
        chart.draw(in: canvas.bounds, on: &canvas)
        return canvas
    }

    private func chart(_ series: [Series], x: ClosedRange<Double> = 0...10, y: ClosedRange<Double>? = nil) -> Chart {
        var chart = Chart()
        chart.series = series
        chart.xRange = x
        chart.yRange = y
        return chart
    }

    private func line(_ values: [Double], _ look: Series.Look = .bright, _ role: Role = .train) -> Series {
        Series(points: values.enumerated().map { (Double($0), $1) }, role: role, look: look)
    }

    @Test func drawsALine() {
        let falling = chart([line((0...10).map { 1 - Double($0) / 10 })], y: 0...1)
        #expect(
            draw(falling).text == """
                1.0 ⠑⠢⢄⡀
                       ⠈⠑⠢⢄⡀
                0.5        ⠈⠑⠢⠤⣀
                                ⠉⠒⠤⣀
                  0                 ⠉⠒⠤⣀
                """)
        #expect(
            draw(falling, isUnicode: false).text == """
                1.0 ****
                       *****
                0.5        *****
                                ****
                  0                 ****
                """)
    }

    @Test func leavesOutAMiddleLabelThatWouldReadLikeAnother() {
        #expect(draw(chart([], y: 1.94...1.95)).text.split(separator: "\n").map { $0.filter { $0 != " " } } == ["1.95", "1.94"])
        #expect(draw(chart([], y: 1.92...1.96)).text.split(separator: "\n").map { $0.filter { $0 != " " } } == ["1.96", "1.94", "1.92"])
    }

    @Test func writesEpochsBelowWhereThereIsRoom() {
        #expect(draw(chart([], y: 0...1), height: 8).text.hasSuffix("\n    0         5       10"))
        #expect(draw(chart([], x: 0...60, y: 0...1), width: 40, height: 8).text.hasSuffix("\n    0     10    20    30   40    50   60"))
        #expect(draw(chart([], x: 0...100_000, y: 0...1), width: 40, height: 8).text.hasSuffix("\n    0               50000         100000"))
        var bare = chart([], y: 0...1)
        bare.hasAxisRow = false
        #expect(draw(bare, height: 8).text.hasSuffix("\n  0"))
        bare.hasAxisRow = true
        #expect(draw(bare, height: 3).text == "1.0\n  0\n    0         5       10")
    }

    @Test func keepsASpikeAtTheEdgeAndTheRangeForTheRest() {
        let spike = line((0...1000).map { $0 == 500 ? 1000 : 1.4 + Double($0) / 10000 }, .rawFaint)
        let canvas = draw(chart([spike], x: 0...1000))
        #expect(
            canvas.text == """
                1.5           ⡇     ⣀⡤⠖⠋
                             ⢠⡇ ⣀⡤⠖⠋⠁
                1.45       ⢀⣠⠼⠓⠋⠁
                       ⢀⣠⠴⠚⠉
                1.4 ⣠⠴⠚⠉
                """)
    }

    @Test func letsRawValuesGiveWayAndTheLaterColourWin() {
        let flat = [Double](repeating: 1, count: 11)
        let layers = [line(flat, .rawFaint), line(Array(flat.prefix(6))), line([1, 2], .points, .validation)]
        let canvas = draw(chart(layers, y: 0...2), height: 3)
        #expect(
            canvas.text == """
                2.0   ⠛
                    ⠶⠤⠤⠤⠤⠤⠤⠤⠤⠤⠄⠤⠤⠤⠤⠤⠤⠤⠤⠤
                  0
                """)
        #expect(canvas[4, 1].style == Style(.validation))
        #expect(canvas[6, 0].style == Style(.validation))
        #expect(canvas[8, 1].style == Style(.train))
        #expect(canvas[18, 1].style == Style(.faint))
    }

    @Test func drawsGuidesAndMarksBehindTheData() {
        var chart = chart([line([0, 0, 2])], y: 0...2)
        chart.guides = [0.5, 7]
        chart.marks = [ChartMark(8), ChartMark(11)]
        let canvas = draw(chart)
        #expect(canvas.text.split(separator: "\n").last == "  0 ⣀⣀⡎            ▴")
        #expect(canvas.text.split(separator: "\n")[3] == "    ⠄ ⢸ ⠄ ⠄ ⠄ ⠄ ⠄ ⠄⠐⠄ ⠄")
        #expect(canvas[8, 3].style == Style(.faint))
        #expect(draw(chart, isUnicode: false).text.split(separator: "\n")[3] == "    - * - - - - - -:- -")
    }

    @Test func interruptsTheLineWhereThereIsNoNumber() {
        let gap = chart([line([1, 1, 1, .nan, 1, .infinity, 1, -.infinity, .nan, 1, 1])], y: 0...2)
        #expect(draw(gap, height: 1).text == "2.0 ⠤⠤⠤⠤⠄   ⠄  ⠠     ⠠⠤⠤")
    }

    @Test(arguments: [[Double](), [.nan, .infinity], [5], [0, 0], [-1e308, 1e308], [1e-300, 2e-300]]) func survives(values: [Double]) {
        for look in [Series.Look.rawFaint, .bright, .points] {
            let text = draw(chart([line(values, look)])).text
            #expect(text.contains { $0 != " " && $0 != "\n" })
            let hasDots = text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
            #expect(hasDots == values.contains(where: \.isFinite))
        }
    }

    @Test func drawsNothingWithoutRoom() {
        let line = chart([line([1, 2])])
        for (width, height) in [(0, 5), (5, 0), (1, 1), (3, 2), (12, 1)] {
            var canvas = Canvas(width: 14, height: 7)
            line.draw(in: Rect(x: 1, y: 1, width: width, height: height), on: &canvas)
            for y in 0..<7 {
                for x in 0..<14 where x < 1 || y < 1 || x > width || y > height { #expect(canvas[x, y] == Cell()) }
            }
        }
    }

    @Test(arguments: [
        (0.0, "0"), (1.0, "1.0"), (1.25, "1.25"), (0.8, "0.8"), (0.05, "0.05"), (50, "50"), (12.5, "12.5"), (100, "100"), (99.96, "100"),
        (25_000, "25k"), (1e-4, "1e-4"), (3e-10, "3e-10"), (1e9, "1e9"), (-0.5, "-0.5"), (-2, "-2.0"), (.nan, ""), (9.999, "10"), (999.7, "1k"),
    ]) func labelsInFewCharacters(value: Double, label: String) { #expect(Chart.shortLabel(value) == label) }

    @Test func choosesRoundRanges() {
        func range(_ values: [Double]) -> ClosedRange<Double> {
            ValueScale.range(of: SeriesColumn.columns(of: line(values).points, on: ChartAxis(range: 0...Double(values.count), width: 100)))
        }
        #expect(range([0.8, 1.95]) == 0.5...2)
        #expect(range([1]) == 1...1.025)
        #expect(range([]) == 0...1)
        #expect(range([3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 900]) == 3...4)
    }
}
