import Testing

@testable import Core
@testable import TUI

@Suite("The charts' view") struct ChartViewTests {
    private let extent = ChartView.Extent(axisEnd: 60, now: 40, lastEpoch: 40)

    @Test("zooms at the newest, moves on with the run, and comes back to the whole")
    func zoomsAtTheNewest() {
        var view = ChartView()
        #expect(view.range(extent) == 0...60)
        view.zoom(in: true, extent)
        #expect(view.range(extent) == 10...40)
        #expect(view.range(ChartView.Extent(axisEnd: 60, now: 44, lastEpoch: 44)) == 14...44)
        view.zoom(in: true, extent)
        #expect(view.range(extent) == 25...40)
        for _ in 0..<3 { view.zoom(in: false, extent) }
        #expect(view.window == .whole)
    }

    @Test("a window that was moved stands still while data come, and joins the newest again")
    func panSurvivesNewData() {
        var view = ChartView()
        view.pan(by: -1, extent)
        #expect(view.window == .whole)
        view.zoom(in: true, extent)
        view.pan(by: -1, extent)
        #expect(view.window == .fixed(0...30))
        #expect(view.range(ChartView.Extent(axisEnd: 60, now: 55, lastEpoch: 55)) == 0...30)
        view.pan(by: 1, extent)
        #expect(view.window == .latest(30))
    }

    @Test("zooming has a floor, and is around the cursor where there is one")
    func zoomsAroundTheCursor() {
        var view = ChartView()
        view.setCursor(10, extent)
        view.zoom(in: true, extent)
        #expect(view.range(extent) == 0...30)
        view.zoom(in: true, extent)
        #expect(view.range(extent) == 2.5...17.5)
        for _ in 0..<30 { view.zoom(in: true, extent) }
        let range = view.range(extent)
        #expect(range.upperBound - range.lowerBound >= ChartView.leastSpan && range.contains(10))
    }

    @Test("the cursor goes from now to the start and back, and takes the window along")
    func cursorMoves() {
        var view = ChartView()
        view.moveCursor(by: -1, extent)
        #expect(view.cursor == 40)
        view.moveCursor(by: -10, extent)
        #expect(view.cursor == 30)
        view.moveCursor(by: -100, extent)
        #expect(view.cursor == 0)
        view.zoom(in: true, extent)
        view.zoom(in: true, extent)
        view.moveCursor(by: 30, extent)
        #expect(view.range(extent).contains(30))
        view.moveCursor(by: 30, extent)
        #expect(view.cursor == nil)
    }

    @Test("plays from the start to the latest epoch, where it stops")
    func plays() {
        var view = ChartView()
        view.togglePlaying(extent)
        #expect(view.isPlaying && view.cursor == 0)
        for epoch in 1...40 {
            view.tick(extent)
            #expect(view.cursor == epoch)
        }
        view.tick(extent)
        #expect(!view.isPlaying && view.cursor == 40)
        view.togglePlaying(extent)
        #expect(view.cursor == 0)
        view.moveCursor(by: 1, extent)
        #expect(!view.isPlaying && view.cursor == 1)
    }

    @Test("a run without an epoch has nothing to look back at")
    func empty() {
        let extent = ChartView.Extent(axisEnd: 1, now: 0.3, lastEpoch: 0)
        var view = ChartView()
        view.togglePlaying(extent)
        view.tick(extent)
        #expect(!view.isPlaying)
        view.moveCursor(by: -5, extent)
        #expect(view.cursor == 0)
    }

    @Test("the running mean is the mean itself without smoothing, and calmer with more")
    func smoothing() {
        let snapshot = SyntheticRun.snapshot()
        func roughness(_ smoothing: ChartView.Smoothing) -> Double {
            let points = ChartCurves.smoothed(snapshot.stepLoss, snapshot, smoothing)
            return zip(points, points.dropFirst()).reduce(0) { $0 + abs($1.1.y - $1.0.y) }
        }
        #expect(ChartCurves.smoothed(snapshot.stepLoss, snapshot, .none).map(\.y) == snapshot.stepLoss.buckets.map(\.mean))
        let all = ChartView.Smoothing.allCases.map(roughness)
        #expect(all == all.sorted(by: >))
    }

    @Test("marks: changes, kept checkpoints, the best epoch")
    func marks() {
        var snapshot = SyntheticRun.snapshot()
        snapshot.configuration.keepEvery = 5
        let marks = ChartCurves.marks(snapshot)
        #expect(marks.filter { $0.kind == .checkpoint }.map(\.position) == [5, 10])
        #expect(marks.filter { $0.kind == .best }.map(\.position) == [11])
        #expect(marks.filter { $0.kind == .change }.count == 1)
    }
}

@Suite("Axes") struct VerticalAxisTests {
    private func range(_ values: [Double], _ axis: VerticalAxis) -> ClosedRange<Double> {
        let points = values.enumerated().map { (x: Double($0), y: $1) }
        return ValueScale.range(of: SeriesColumn.columns(of: points, on: ChartAxis(range: 0...Double(values.count), width: 100)), axis)
    }

    @Test("from zero, with all spikes, logarithmic")
    func ranges() {
        let values = [Double](repeating: 3, count: 30) + [4, 900]
        #expect(range(values, .fitted).upperBound < 10)
        #expect(range(values, .whole).upperBound >= 900)
        #expect(range(values, .zero).lowerBound == 0)
        #expect(range(values, .logarithmic) == 2...1000)
        #expect(range([0.013, 0.9], .logarithmic) == 0.01...1)
        #expect(range([1], .logarithmic).lowerBound < 1)
        for axis in VerticalAxis.allCases {
            for values in [[], [.nan], [0, 0], [-5, -1], [1e-300, 1e300], [-1e308, 1e308]] as [[Double]] {
                let range = range(values, axis)
                #expect(range.lowerBound < range.upperBound && range.lowerBound.isFinite && range.upperBound.isFinite, "\(axis) \(values)")
            }
        }
    }

    @Test("equal ratios are equally far apart on a logarithmic axis")
    func rows() {
        let scale = ValueScale(range: 0.01...100, height: 41, isLogarithmic: true)
        #expect([100, 10, 1, 0.1, 0.01, 0].map(scale.row) == [0, 10, 20, 30, 40, 40])
        #expect(abs(scale.middle - 1) < 1e-12)
    }
}
