import Platform

/// A run's curves as a picture: loss, accuracy, learning rate, and where the attention looked.
package enum CurvesPicture {
    private typealias Point = (Double, Double)

    /// One line and what it is called.
    private struct Curve {
        let name: String
        let color: Raster.Color
        let points: [Point]
    }

    /// Draws `epochs`, which are not empty.
    package static func draw(_ epochs: [EpochRecord], title: String) -> Raster {
        precondition(!epochs.isEmpty, "curves of nothing")
        var raster = Raster(width: 1100, height: 760)
        raster.text(title, x: 24, y: 20, scale: 2)
        func points(_ value: (EpochRecord) -> Double?) -> [Point] { epochs.map { (Double($0.epoch), value($0) ?? .nan) } }
        let best = epochs.max { ($0.validation.accuracy, -$0.epoch) < ($1.validation.accuracy, -$1.epoch) }
        let panels: [(String, ClosedRange<Double>?, [Curve])] = [
            (
                "loss", nil,
                [
                    Curve(name: "train", color: .train, points: points { $0.train.loss }),
                    Curve(name: "validation", color: .validation, points: points { $0.validation.loss }),
                ]
            ),
            (
                "accuracy (%)", 0...100,
                [
                    Curve(name: "train", color: .train, points: points { $0.train.accuracy * 100 }),
                    Curve(name: "validation", color: .validation, points: points { $0.validation.accuracy * 100 }),
                    Curve(name: "balanced", color: .right, points: points { $0.validation.balancedAccuracy * 100 }),
                ]
            ),
            ("learning rate", nil, [Curve(name: "", color: .train, points: points(\.learningRate))]),
            (
                "attention", nil,
                [
                    Curve(name: "scale", color: .train, points: points(\.meanScale)),
                    Curve(name: "outside", color: .wrong, points: points(\.meanOutside)),
                    Curve(name: "spread of theta", color: .right, points: points { $0.attention?.thetaSpread }),
                ]
            ),
        ]
        for (index, panel) in panels.enumerated() {
            let (x, y) = (80 + index % 2 * 530, 100 + index / 2 * 330)
            let first = Double(epochs[0].epoch)
            let area = PlotArea(
                x: x, y: y, width: 440, height: 220, horizontal: first...max(first + 1, Double(epochs[epochs.count - 1].epoch)),
                values: panel.2.flatMap { $0.points.map(\.1) }, within: panel.1)
            area.drawAxes(on: &raster, title: panel.0, unit: "epoch")
            if index < 2, let best {
                let column = Int(area.place(Double(best.epoch), area.vertical.lowerBound).x.rounded())
                raster.fill(x: column, y: y, width: 1, height: 220, .faint)
            }
            for curve in panel.2 { area.drawLine(curve.points, curve.color, on: &raster) }
            drawLegend(panel.2, right: x + 440, y: y - 16, on: &raster)
        }
        if let best {
            let accuracy = NumberText.fixed(best.validation.accuracy * 100, 1)
            raster.text("grey line: best validation accuracy, \(accuracy) % in epoch \(best.epoch)", x: 80, y: 738, .faint)
        }
        return raster
    }

    private static func drawLegend(_ curves: [Curve], right: Int, y: Int, on raster: inout Raster) {
        var right = right
        for curve in curves.reversed() where !curve.name.isEmpty {
            raster.text(curve.name, right: right, y: y)
            right -= Raster.width(of: curve.name) + 22
            raster.fill(x: right, y: y + 2, width: 16, height: 3, curve.color)
            right -= 14
        }
    }
}
