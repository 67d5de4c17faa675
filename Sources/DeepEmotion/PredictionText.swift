import FaceData
import Platform
import Core
import TUI

/// A prediction as a person reads it.
enum PredictionText {
    /// One line: where the face was found, what it is taken for, what else it could be, where the attention looks.
    static func line(_ prediction: FacePrediction, at origin: FaceOrigin, _ classNames: [String]) -> String {
        let place = origin.file.inOneLine + (origin.row.map { ", row \($0)" } ?? "")
        let ranked = prediction.ranked.prefix(3).map { "\(classNames[$0]) \(NumberText.percent(prediction.probabilities[$0]))" }
        return "\(place): \(ranked[0]) (\(ranked.dropFirst().joined(separator: ", ")))  \(theta(prediction.theta))\n"
    }

    /// Where the attention looks, in words.
    static func theta(_ theta: Theta) -> String {
        func signed(_ value: Float) -> String { (value < 0 ? "" : "+") + NumberText.fixed(Double(value), 2) }
        return "scale \(NumberText.fixed(Double(theta.scale), 2)) angle \(Int(theta.angleDegrees.rounded())) "
            + "shift \(signed(theta.shift.x)) \(signed(theta.shift.y)) outside \(NumberText.fixed(theta.outsideShare() * 100, 0)) %"
    }

    /// The face with theta's box, its crop, and a bar for each class, at most 80 columns wide.
    static func drawing(_ prediction: FacePrediction, face: [UInt8], _ classNames: [String]) -> String {
        let crop = AttentionCrop(face: face, theta: prediction.theta)
        let height = max(12, classNames.count)
        var canvas = Canvas(width: 80, height: height, capabilities: CanvasText.capabilities)
        let contrast = FacePicture.contrast(of: [crop.pixels, face], outside: [crop.outside])
        FacePicture.draw(
            face, in: Rect(x: 0, y: 0, width: 24, height: 12), on: &canvas, mode: .quadrants, contrast: contrast, box: prediction.theta)
        FacePicture.draw(
            crop.pixels, in: Rect(x: 25, y: 0, width: 24, height: 12), on: &canvas, mode: .quadrants, contrast: contrast, tinted: crop.outside)
        for (row, index) in prediction.ranked.enumerated() {
            let share = prediction.probabilities[index]
            let name = String(classNames[index].prefix(9))
            canvas.put(name, x: 51, y: row)
            canvas.put(NumberText.percent(share), x: 61 + 7 - NumberText.percent(share).count, y: row)
            canvas.put(String(repeating: "█", count: Int((share * 10).rounded())), x: 69, y: row, Style(row == 0 ? .highlight : .text))
        }
        return CanvasText.text(canvas) + "\n"
    }
}
