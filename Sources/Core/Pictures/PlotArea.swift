import Platform

/// The axes of a chart in a picture: where numbers lie, and the lines that say so.
struct PlotArea {
    let x: Int
    let y: Int
    let width: Int
    let height: Int
    let horizontal: ClosedRange<Double>
    let vertical: ClosedRange<Double>

    /// An area whose vertical axis holds all of `values` that are numbers, with some room.
    init(x: Int, y: Int, width: Int, height: Int, horizontal: ClosedRange<Double>, values: [Double], within limits: ClosedRange<Double>? = nil) {
        (self.x, self.y, self.width, self.height, self.horizontal) = (x, y, width, height, horizontal)
        let known = values.filter(\.isFinite)
        guard let low = known.min(), let high = known.max() else {
            vertical = limits ?? 0...1
            return
        }
        let room = max((high - low) * 0.08, abs(high) * 1e-3, 1e-9)
        let (bottom, top) = (max(low - room, limits?.lowerBound ?? -.infinity), min(high + room, limits?.upperBound ?? .infinity))
        vertical = bottom < top ? bottom...top : low - room...high + room
    }

    /// Where a point lies in the picture.
    func place(_ across: Double, _ up: Double) -> (x: Double, y: Double) {
        let share = (across - horizontal.lowerBound) / max(horizontal.upperBound - horizontal.lowerBound, 1e-300)
        let height = (up - vertical.lowerBound) / (vertical.upperBound - vertical.lowerBound)
        return (Double(x) + share * Double(width - 1), Double(y) + (1 - height) * Double(self.height - 1))
    }

    /// Draws frame, grid and numbers.
    func drawAxes(on raster: inout Raster, title: String, unit: String) {
        raster.text(title, x: x, y: y - 22, scale: 2)
        for mark in Self.marks(vertical) {
            let line = Int(place(horizontal.lowerBound, mark).y.rounded())
            raster.fill(x: x, y: line, width: width, height: 1, .line)
            raster.text(Self.text(mark), right: x - 6, y: line - 3, .faint)
        }
        for mark in Self.marks(horizontal) where mark == mark.rounded() {
            let column = Int(place(mark, vertical.lowerBound).x.rounded())
            raster.fill(x: column, y: y + height, width: 1, height: 4, .faint)
            raster.text(Self.text(mark), centre: column, y: y + height + 8, .faint)
        }
        raster.text(unit, right: x + width, y: y + height + 22, .faint)
        raster.frame(x: x, y: y, width: width, height: height, .faint)
    }

    /// Draws a line through points; NaN and infinities leave a gap.
    func drawLine(_ points: [(Double, Double)], _ color: Raster.Color, on raster: inout Raster) {
        var before: (x: Double, y: Double)?
        for point in points {
            let here = point.1.isFinite ? place(point.0, point.1) : nil
            if let here, let before {
                raster.line(from: before, to: here, color, thickness: 2)
            } else if let here {
                raster.fill(x: Int(here.x) - 1, y: Int(here.y) - 1, width: 3, height: 3, color)
            }
            before = here
        }
    }

    /// Round numbers within a range, about five: 1, 2 or 5 times a power of ten apart.
    static func marks(_ range: ClosedRange<Double>) -> [Double] {
        let rough = (range.upperBound - range.lowerBound) / 5
        guard rough > 0, rough.isFinite else { return [range.lowerBound] }
        let power = pow(10, log10(rough).rounded(.down))
        let step = ([1, 2, 5].first { $0 * power >= rough * 0.999 } ?? 10) * power
        let first = (range.lowerBound / step).rounded(.up)
        return (0...12).map { (first + Double($0)) * step }.filter { range.contains($0) }
    }

    /// A mark's number, as short as it can be said.
    private static func text(_ value: Double) -> String {
        if value != 0, abs(value) < 0.001 {
            let exponent = log10(abs(value)).rounded(.down)
            return NumberText.shortest((value / pow(10, exponent) * 10).rounded() / 10) + "e" + String(Int(exponent))
        }
        var text = NumberText.fixed(value, 4)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
