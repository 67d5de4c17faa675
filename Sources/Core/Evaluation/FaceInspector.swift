package import FaceData
import Platform
import Synchronization

/// A network and the faces that it is asked about; any thread may ask, and they take turns.
package final class FaceInspector: Sendable {
    /// The faces, and what was said of them at the opening.
    package let inspection: Inspection
    private let network: Mutex<TrainedNetwork>
    /// Threads that want an answer at once: what takes long lets them go first.
    private let waiting = Atomic<Int>(0)

    /// Opens network and faces, and asks about each of them.
    ///
    /// - Parameters:
    ///   - threads: workers; they do not change results.
    ///   - progress: called some times a second.
    ///   - isCancelled: asked as often.
    /// - Throws: `InspectionError`.
    package init(
        _ target: InspectionTarget, threads: Int = min(256, ProcessorCount.online),
        progress: @escaping @Sendable (InspectionProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(InspectionError) {
        let network: TrainedNetwork
        do { network = try TrainedNetwork(opening: target.checkpoint, runsFolder: target.runsFolder, threads: threads) } catch {
            throw .network("\(error)")
        }
        // A row that cannot be read does not hide the others.
        let found: CheckpointData?
        do throws(RunError) { found = try CheckpointData(of: network.path, data: target.data, skipsBad: true, threads: threads) } catch {
            throw .network("\(error)")
        }
        guard let place = found else { throw .noData(checkpoint: network.path) }
        switch try Self.read(place, target.split, progress, isCancelled) {
        case .labelled(let data):
            let report: EvaluationReport
            do throws(EvaluationError) {
                report = try EvaluationReport(network, data, progress: { progress(.asking(done: $0, all: $1)) }, isCancelled: isCancelled)
            } catch .cancelled { throw .cancelled } catch { throw .evaluation(error) }
            inspection = Inspection(report, by: network)
        case .images(let images):
            let faces = images.faces(classNames: network.classNames)
            let predictions = network.predict(faces, progress: { progress(.asking(done: $0, all: faces.count)) }, isCancelled: isCancelled)
            guard let predictions else { throw .cancelled }
            inspection = Inspection(images, at: place.source.text, predictions, by: network)
        }
        self.network = Mutex(network)
    }

    /// What was found where faces should lie.
    private enum Found {
        case labelled(EvaluationData)
        case images(PredictionInput)
    }

    /// Reads labelled faces; where there are none, images.
    private static func read(
        _ place: CheckpointData, _ split: EvaluationData.Split?, _ progress: @escaping @Sendable (InspectionProgress) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(InspectionError) -> Found {
        do throws(DatasetError) {
            return .labelled(
                try EvaluationData(
                    place.source, split: split, options: place.options, progress: { progress(.loading($0)) }, isCancelled: isCancelled))
        } catch {
            if case .cancelled = error { throw .cancelled }
            guard case .path(let path) = place.source, split == nil else { throw .data(error) }
            var images = PredictionInput(threads: place.options.threads)
            images.add(path, isCancelled: isCancelled)
            guard !isCancelled() else { throw .cancelled }
            if images.count > 0 { return .images(images) }
            // A file that is named as an image is missed as one, all else as data.
            throw .data(ImageFile.hasImageSuffix(path) ? images.failures.first ?? error : error)
        }
    }

    /// Looks at one face.
    ///
    /// - Parameter theta: where attention is made to look; nil: where the network itself looks.
    package func look(at index: Int, imposing theta: Theta? = nil) -> ForwardTrace {
        let face = inspection.faces.face(index)
        return urgently { $0.look(at: face, imposing: theta) }
    }

    /// Covers one face piece by piece; the paper's square.
    ///
    /// - Parameter progress: called some times with the squares done, and with all of them.
    package func saliency(of index: Int, progress: @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }) -> Saliency {
        let (face, label, all) = (inspection.faces.face(index), inspection.label(index), Occlusion().count)
        return urgently { $0.saliency(of: face, label: label, progress: { progress($0, all) }) }
    }

    /// Covers all faces that the network recognises, one of each class by turns, so that all classes' means become clear together.
    ///
    /// - Parameters:
    ///   - progress: called after each face with the classes' means so far.
    ///   - isCancelled: asked before each face.
    package func averageSaliency(
        progress: (_ classes: [ClassSaliency], _ done: Int, _ all: Int) -> Void, isCancelled: () -> Bool
    ) {
        let order = recognisedByTurns
        var classes = inspection.classNames.map { _ in ClassSaliency() }
        for (done, index) in order.enumerated() {
            while waiting.load(ordering: .relaxed) > 0, !isCancelled() { usleep(200) }
            guard !isCancelled() else { return }
            let face = inspection.faces.face(index)
            let label = inspection.predictions[index].predicted
            classes[label].add(network.withLock { $0.saliency(of: face, label: label) }, face: face)
            progress(classes, done + 1, order.count)
        }
    }

    /// The first recognised face of every class, then the second of each, and so on; of faces without labels all count.
    private var recognisedByTurns: [Int] {
        var queues = inspection.classNames.map { _ in [Int]() }
        for index in 0..<inspection.count where inspection.isRight(index) ?? true { queues[inspection.predictions[index].predicted].append(index) }
        let rounds = queues.map(\.count).max() ?? 0
        return (0..<rounds).flatMap { round in queues.compactMap { $0.indices.contains(round) ? $0[round] : nil } }
    }

    private func urgently<Answer: Sendable>(_ ask: (TrainedNetwork) -> Answer) -> Answer {
        waiting.add(1, ordering: .relaxed)
        defer { waiting.subtract(1, ordering: .relaxed) }
        return network.withLock { ask($0) }
    }
}
