@testable import FaceData
@testable import Core
@testable import TUI

/// Faces with what no network says of them: the same in every test.
enum SyntheticInspection {
    /// `count` faces of the seven emotions by turns; some are taken for others, the more the later they stand.
    static func labelled(
        _ count: Int = 70, checkpoint: String = "/runs/2026-11-24-120000-baseline-fer2013/best.safetensors",
        split: EvaluationData.Split = .validation
    ) -> Inspection {
        let labels = (0..<count).map { $0 % 7 }
        return Inspection(
            checkpoint: checkpoint, epoch: 12, network: "paper", warpsFeatures: true,
            classNames: Emotion.names, source: "FER2013 (fer2013.csv); PublicTest rows validate, PrivateTest rows test", split: split,
            faces: faces(count, labels), labels: labels, origins: (0..<count).map { FaceOrigin(file: "fer2013.csv", row: 28_709 + $0) },
            positions: Array(0..<count), predictions: (0..<count).map { prediction($0, label: labels[$0]) })
    }

    /// Images that nobody has labelled.
    static func images(_ count: Int = 3) -> Inspection {
        Inspection(
            checkpoint: "/runs/mine/last.safetensors", epoch: 3, network: "series", warpsFeatures: false, classNames: Emotion.names,
            source: "pictures",
            split: nil, faces: faces(count, [Int](repeating: 0, count: count)), labels: [],
            origins: (0..<count).map { FaceOrigin(file: "pictures/\($0).png") }, positions: Array(0..<count),
            predictions: (0..<count).map { prediction($0, label: $0 % 7) }, notes: ["pictures/notes.png: no image"])
    }

    /// What the network leaves of a face, with a box of one's own perhaps.
    static func look(_ inspection: Inspection, _ index: Int, theta: Theta? = nil) -> ForwardTrace {
        let own = inspection.predictions[index]
        let maps = { (shift: Int) in
            FeatureMaps(channels: 10, side: 9, values: (0..<810).map { Float(($0 * 7 + shift) % 11) / 11 })
        }
        let prediction =
            theta == nil ? own : FacePrediction(logits: (0..<7).map { Double(($0 * 3 + 1) % 5) }, theta: theta ?? own.theta)
        return ForwardTrace(prediction: prediction, ownTheta: own.theta, before: maps(0), after: maps(3))
    }

    /// A saliency whose strongest place is the mouth.
    static func saliency(_ inspection: Inspection, _ index: Int) -> Saliency {
        let map = (0..<FaceSet.pixelsPerFace).map { pixel -> Double in
            let (x, y) = (Double(pixel % 48) - 24, Double(pixel / 48) - 33)
            return max(0, 0.4 - (x * x + 2 * y * y) / 900)
        }
        let whole = inspection.predictions[index]
        return Saliency(
            whole: whole, watched: inspection.label(index) ?? whole.predicted, flips: map, drops: map, flipCount: 37, squareCount: 400)
    }

    private static func faces(_ count: Int, _ labels: [Int]) -> FaceSet {
        FaceSet(pixels: (0..<count).flatMap { SyntheticRun.face($0) }, labels: labels.map { UInt8($0) })
    }

    private static func prediction(_ index: Int, label: Int) -> FacePrediction {
        // Every fourth face is taken for the class after its own, or for happy.
        let said = index % 4 == 3 ? (index % 8 == 3 ? 3 : (label + 1) % 7) : label
        let sureness = 0.4 + Double(index * 13 % 40) / 10
        var values = Theta.identity.values
        for place in values.indices { values[place] += (SyntheticRun.theta.values[place] - values[place]) * Float(index % 5) / 3 }
        return FacePrediction(logits: (0..<7).map { $0 == said ? sureness : Double(($0 * 5 + index) % 3) / 10 }, theta: Theta(values))
    }
}

extension Walk {
    /// On Inspect, from Data, with `inspection` open.
    static func inInspect(_ inspection: Inspection = SyntheticInspection.labelled()) -> Walk {
        var walk = Walk()
        walk.effects = walk.state.openInspection(InspectionTarget(checkpoint: "one"))
        walk.answer(.inspect(.opened(.success(inspection), request: walk.state.inspect.request)))
        return walk
    }

    /// On Inspect with the worst face of the largest confusion large, as the network left it.
    static func inCloseUp(_ inspection: Inspection = SyntheticInspection.labelled()) -> Walk {
        var walk = inInspect(inspection)
        walk.press(.enter)
        if walk.state.inspect.view == .faces { walk.press(.enter) }
        walk.hearLook()
        return walk
    }

    /// The network's answer to the latest look.
    mutating func hearLook() {
        guard let inspection = state.inspect.inspection, let index = state.inspect.faceIndex else { return }
        let look = SyntheticInspection.look(inspection, index, theta: state.inspect.close.trial)
        answer(.inspect(.looked(look, request: state.inspect.close.lookRequest)))
    }
}
