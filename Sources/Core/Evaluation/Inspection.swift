import Engine
package import FaceData
import Platform

/// Faces with what a network says of each: all that can be looked at without asking it again.
package struct Inspection: Sendable {
    /// The checkpoint's file.
    package let checkpoint: String
    /// Epochs it was trained for; 0 where the file does not say.
    package let epoch: Int
    /// The network in words: `paper`, or `series (width 32)`.
    package let network: String
    /// Whether theta warps feature maps, as in `paper`, and not the face itself.
    package let warpsFeatures: Bool
    /// By index of the network's classes.
    package let classNames: [String]
    /// The faces in words.
    package let source: String
    /// Which of the labelled faces; nil: images without labels.
    package let split: EvaluationData.Split?
    /// The faces; their labels are those of the data, and mean nothing where `split` is nil.
    package let faces: FaceSet
    /// Each face's class by the network's index; empty where there are no labels.
    package let labels: [Int]
    /// Where each face was found.
    package let origins: [FaceOrigin]
    /// Each face's index among the faces of its split, which a run's followed faces go by.
    package let positions: [Int]
    /// What is said of each face.
    package let predictions: [FacePrediction]
    /// What a person should know of what was assumed or left out, a sentence each.
    package let notes: [String]

    /// Memberwise.
    ///
    /// - Precondition: there are as many of each as faces, of labels perhaps none.
    package init(
        checkpoint: String, epoch: Int, network: String, warpsFeatures: Bool, classNames: [String], source: String, split: EvaluationData.Split?,
        faces: FaceSet, labels: [Int], origins: [FaceOrigin], positions: [Int], predictions: [FacePrediction], notes: [String] = []
    ) {
        precondition(
            predictions.count == faces.count && origins.count == faces.count && positions.count == faces.count
                && [0, faces.count].contains(labels.count),
            "\(predictions.count) predictions and \(labels.count) labels of \(faces.count) faces")
        (self.checkpoint, self.epoch, self.network, self.warpsFeatures, self.classNames) = (checkpoint, epoch, network, warpsFeatures, classNames)
        (self.source, self.split, self.faces, self.labels, self.origins) = (source, split, faces, labels, origins)
        (self.positions, self.predictions, self.notes) = (positions, predictions, notes)
    }

    /// The number of faces.
    package var count: Int { predictions.count }

    /// A face's class by the network's index; nil where it has no label.
    package func label(_ index: Int) -> Int? { labels.isEmpty ? nil : labels[index] }

    /// Whether a face's class was predicted; nil where it has no label.
    package func isRight(_ index: Int) -> Bool? { label(index).map { $0 == predictions[index].predicted } }

    /// How far a face is from what it should be, in nats: of a labelled face the surprise at its class, else the one at what is predicted.
    package func trouble(_ index: Int) -> Double {
        let prediction = predictions[index]
        return prediction.surprisals[label(index) ?? prediction.predicted]
    }
}

extension Inspection {
    /// Of labelled faces.
    init(_ report: EvaluationReport, by network: TrainedNetwork) {
        let data = report.data
        var notes = network.assumptions
        for (name, count) in report.leftOut.sorted(by: { $0.key < $1.key }) {
            notes.append("\(NumberText.grouped(count)) of class \(name) left out, which the network does not know")
        }
        if !data.skipped.isEmpty { notes.append("\(NumberText.grouped(data.skipped.count)) that cannot be read left out") }
        self.init(
            checkpoint: network.path, epoch: network.epoch, network: network.architecture.name, warpsFeatures: network.architecture.kind == .paper,
            classNames: report.evaluation.classNames, source: data.source, split: data.split,
            faces: report.positions.count == data.faces.count ? data.faces : data.faces.subset(report.positions), labels: report.labels,
            origins: report.positions.map { data.origin($0) }, positions: report.positions, predictions: report.predictions, notes: notes)
    }

    /// Of images without labels.
    init(_ images: PredictionInput, at place: String, _ predictions: [FacePrediction], by network: TrainedNetwork) {
        let failures = images.failures.first.map { first in
            [images.failures.count == 1 ? first.description : "\(images.failures.count) cannot be read, the first: \(first.description)"]
        }
        self.init(
            checkpoint: network.path, epoch: network.epoch, network: network.architecture.name, warpsFeatures: network.architecture.kind == .paper,
            classNames: network.classNames, source: place, split: nil, faces: images.faces(classNames: network.classNames), labels: [],
            origins: images.origins, positions: Array(0..<images.count), predictions: predictions, notes: network.assumptions + (failures ?? []))
    }
}
