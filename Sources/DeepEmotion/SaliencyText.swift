import FaceData
import Platform
import Core
import TUI

/// Saliency as a person reads it.
enum SaliencyText {
    /// One face: the face, where covering flips the prediction, where the probability falls.
    static func text(
        _ saliency: Saliency, at origin: FaceOrigin, label: Int?, face: [UInt8], _ occlusion: Occlusion, _ classNames: [String]
    ) -> String {
        let truth = label.map { "true \(classNames[$0]); " } ?? ""
        let watched = classNames[saliency.watched]
        return truth + PredictionText.line(saliency.whole, at: origin, classNames)
            + "\(saliency.squareCount) squares of \(occlusion.patch) x \(occlusion.patch); under \(saliency.flipCount) of them another class is predicted; "
            + "\(watched) falls by up to \(NumberText.percent(saliency.drops.max() ?? 0)) on average over a pixel\n\n"
            + pictures(face, saliency.flips, saliency.drops)
    }

    /// The means by class.
    static func text(_ classes: [ClassSaliency], _ occlusion: Occlusion, _ classNames: [String]) -> String {
        zip(classNames, classes).map { name, saliency in
            let counts = "\(name): \(NumberText.grouped(saliency.recognised)) of \(NumberText.grouped(saliency.faces)) faces recognised"
            guard let face = saliency.meanFace, let flips = saliency.flips, let drops = saliency.drops else { return counts + "\n" }
            return counts + ", flipped at most under \(NumberText.percent(flips.max() ?? 0)) of the squares over a pixel\n"
                + pictures(face, flips, drops)
        }.joined(separator: "\n")
    }

    /// Face and maps side by side; of each map the strongest value is white.
    private static func pictures(_ face: [UInt8], _ flips: [Double], _ drops: [Double]) -> String {
        var canvas = Canvas(width: 76, height: 13, capabilities: CanvasText.capabilities)
        for (column, title) in ["face", "prediction flips", "probability falls"].enumerated() { canvas.put(title, x: column * 26, y: 0) }
        let maps = [face] + [flips, drops].map(grey)
        for (column, pixels) in maps.enumerated() {
            FacePicture.draw(
                pixels, in: Rect(x: column * 26, y: 1, width: 24, height: 12), on: &canvas, mode: .quadrants,
                contrast: column == 0 ? FacePicture.contrast(of: [face]) : 0...255)
        }
        return CanvasText.text(canvas)
    }

    private static func grey(_ map: [Double]) -> [UInt8] {
        let strongest = max(map.max() ?? 0, 1e-9)
        return map.map { UInt8((min(max($0 / strongest, 0), 1) * 255).rounded()) }
    }
}
