import FaceData
import Core

/// Theta's quadrilateral over a picture as dots, with a tick from the middle of its upper side inwards.
enum ThetaOutline {
    /// Draws what lies inside a picture of `grid`'s size.
    static func draw(_ theta: Theta, on grid: inout DotGrid) {
        let corners: [(Float, Float)] = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
        let style = Style(.highlight, bold: true)
        for (index, corner) in corners.enumerated() {
            let next = corners[(index + 1) % 4]
            line(from: theta.map(corner.0, corner.1), to: theta.map(next.0, next.1), on: &grid, DotGrid.Pen(style: style, plain: "o"))
        }
        let (outer, inner) = (theta.map(0, -1), theta.map(0, -0.7))
        let plain: Character =
            abs(outer.x - inner.x) > abs(outer.y - inner.y) ? (outer.x < inner.x ? "<" : ">") : (outer.y <= inner.y ? "^" : "v")
        line(from: outer, to: inner, on: &grid, DotGrid.Pen(style: style, plain: plain))
    }

    /// Draws a dot where each position of a grid of `side` x `side` over the output is read from; outside the picture nothing.
    static func drawPositions(_ theta: Theta, side: Int, on grid: inout DotGrid) {
        let pen = DotGrid.Pen(style: Style(.highlight), plain: "+")
        for row in 0..<side {
            for column in 0..<side {
                func place(_ index: Int) -> Float { Float(index) * 2 / Float(max(1, side - 1)) - 1 }
                let position = theta.map(place(column), place(row))
                let (x, y) = (dot(position.x, grid.width), dot(position.y, grid.height))
                // A place that is no number, or far outside, converts to no dot.
                guard abs(x) < 1e6, abs(y) < 1e6 else { continue }
                grid.set(Int(x.rounded()), Int(y.rounded()), pen)
            }
        }
    }

    /// A line between two positions in [-1, 1], cut to the picture; nothing where a position is no number.
    private static func line(from start: (x: Float, y: Float), to end: (x: Float, y: Float), on grid: inout DotGrid, _ pen: DotGrid.Pen) {
        let (x, y) = (dot(start.x, grid.width), dot(start.y, grid.height))
        let (dx, dy) = (dot(end.x, grid.width) - x, dot(end.y, grid.height) - y)
        guard x.isFinite, y.isFinite, dx.isFinite, dy.isFinite else { return }

        // Liang and Barsky: the part of the way that lies within all four edges.
        var (first, last) = (0.0, 1.0)
        let edges = [(-dx, x + 0.5), (dx, Double(grid.width) - 0.501 - x), (-dy, y + 0.5), (dy, Double(grid.height) - 0.501 - y)]
        for (speed, room) in edges {
            if speed == 0 {
                guard room >= 0 else { return }
            } else if speed < 0 {
                first = max(first, room / speed)
            } else {
                last = min(last, room / speed)
            }
        }
        guard first <= last else { return }
        func point(_ share: Double) -> (x: Int, y: Int) { (Int((x + share * dx).rounded()), Int((y + share * dy).rounded())) }
        grid.line(from: point(first), to: point(last), pen)
    }

    /// The place among `count` dots of a position in [-1, 1], whose ends are the centres of the outer pixels.
    private static func dot(_ position: Float, _ count: Int) -> Double {
        let pixel = (Double(position) + 1) / 2 * Double(FaceSet.side - 1)
        return (pixel + 0.5) / Double(FaceSet.side) * Double(count) - 0.5
    }
}
