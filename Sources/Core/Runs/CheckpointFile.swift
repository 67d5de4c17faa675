package import Engine
package import FaceData
import Platform

/// A checkpoint as it was found on disk: one of ours, or a bare state_dict whose network its tensors tell.
struct CheckpointFile: Sendable {
    /// As it was opened.
    let path: String
    let checkpoint: Checkpoint
    /// What the file did not say and was taken for granted, a sentence each; empty for our own files.
    let assumptions: [String]
    /// Whether the names of the classes are among that.
    let assumesClasses: Bool

    /// The file that `name` means: a file, a run's folder or a run in `runsFolder`, of which the best epoch counts, else the last.
    ///
    /// - Throws: `CheckpointError.missing`.
    static func path(of name: String, runsFolder: String) throws(CheckpointError) -> String {
        let (plain, runs) = (Disk.withHome(name), Disk.withHome(runsFolder))
        for place in [plain, runs + (runs.hasSuffix("/") ? "" : "/") + plain] where Disk.exists(place) {
            guard Folder.isFolder(place) else { return place }
            for file in ["best.safetensors", "last.safetensors"] where Disk.exists(place + "/" + file) {
                return place + (place.hasSuffix("/") ? "" : "/") + file
            }
        }
        throw .missing(name: name, runsFolder: runsFolder)
    }

    /// Reads the file at `path`.
    ///
    /// - Throws: `CheckpointError`.
    init(reading path: String, _ choices: CheckpointChoices = CheckpointChoices()) throws(CheckpointError) {
        try self.init(Safetensors(reading: path), path: path, choices)
    }

    init(_ file: Safetensors, path: String, _ choices: CheckpointChoices = CheckpointChoices()) throws(CheckpointError) {
        self.path = path
        let header = Header(file.metadata, path: path)
        guard file.metadata["summary"] == nil else {
            throw .unknown(path: path, reason: "it is what a run needs to go on; take best.safetensors or last.safetensors beside it")
        }
        let found = try Self.architecture(of: file, path: path)
        let kind = try header.value("network") ?? found.kind
        let sampler = try header.value("sampler") ?? choices.sampler ?? (kind == .series ? .halfpixel : .corners)
        let input = try header.value("input") ?? choices.input ?? .signed
        if let chosen = choices.input, chosen != input { throw header.contradiction("input", input.rawValue, chosen.rawValue) }
        if let chosen = choices.sampler, chosen != sampler { throw header.contradiction("sampler", sampler.rawValue, chosen.rawValue) }
        let classNames = try header.classNames(count: found.classCount)
        let architecture = Architecture(
            kind, sampler: sampler, normalisation: try header.value("normalisation") ?? found.normalisation, width: found.width,
            classCount: found.classCount)

        var assumptions: [String] = []
        if file.metadata["input"] == nil, choices.input == nil {
            assumptions.append("the file does not say how grey values enter; taken for signed, (x/255 - 0.5)/0.5 (--input)")
        }
        if file.metadata["sampler"] == nil, choices.sampler == nil {
            assumptions.append("the file does not say how theta reads between pixels; taken for \(sampler.rawValue) (--sampler)")
        }
        if classNames == nil { assumptions.append("the file does not name its \(found.classCount) classes; taken for FER's order") }
        self.assumptions = assumptions
        assumesClasses = classNames == nil
        checkpoint = Checkpoint(
            architecture: architecture, input: input, classNames: classNames ?? Self.usualNames(found.classCount),
            epoch: file.metadata["epoch"].flatMap { Int($0) } ?? 0, validationAccuracy: file.metadata["validationAccuracy"].flatMap { Double($0) },
            state: try NetworkState(file, path: path, architecture))
    }

    private static func usualNames(_ count: Int) -> [String] {
        (0..<count).map { $0 < Emotion.names.count ? Emotion.names[$0] : "class \($0)" }
    }

    /// Which network has tensors of these names and shapes; sampler and class names do not show in them.
    private static func architecture(of file: Safetensors, path: String) throws(CheckpointError) -> Architecture {
        func shape(_ name: String) throws(CheckpointError) -> [Int] {
            guard let tensor = file.tensors.first(where: { $0.name == name }) else {
                let names = file.tensors.prefix(3).map { "'\($0.name)'" }.joined(separator: ", ")
                throw .unknown(path: path, reason: "tensor '\(name)' is missing; found: \(names.isEmpty ? "none" : names)")
            }
            return tensor.shape
        }
        let (first, localisation, last) = (try shape("conv1.weight"), try shape("localization.0.weight"), try shape("fc2.weight"))
        guard first.count == 4, (1...256).contains(first[0]), localisation.count == 4, [3, 7].contains(localisation[3]), last.count == 2,
            (2...16).contains(last[0])
        else {
            throw .unknown(
                path: path,
                reason: "conv1.weight \(first), localization.0.weight \(localisation) and fc2.weight \(last) are those of neither network")
        }
        let names = Set(file.tensors.map(\.name))
        let normalisation: Normalisation =
            names.contains("localization_norm.0.weight") ? .all : names.contains("norm.weight") ? .conv4 : .none
        return Architecture(
            localisation[3] == 3 ? .paper : .series, sampler: .corners, normalisation: normalisation, width: first[0], classCount: last[0])
    }

    /// The free text beside the tensors.
    private struct Header {
        let metadata: [String: String]
        let path: String

        init(_ metadata: [String: String], path: String) { (self.metadata, self.path) = (metadata, path) }

        /// What `key` says; nil where it says nothing.
        func value<Value: RawRepresentable<String> & CaseIterable>(_ key: String) throws(CheckpointError) -> Value? {
            guard let word = metadata[key] else { return nil }
            guard let value = Value(rawValue: word) else {
                let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw .unknown(path: path, reason: "its header has \(key) '\(word.prefix(20))', expected one of \(known)")
            }
            return value
        }

        func classNames(count: Int) throws(CheckpointError) -> [String]? {
            guard let text = metadata["classes"] else { return nil }
            guard let names = JSONText.read([String].self, from: Array(text.utf8)), names.count == count, Set(names).count == count else {
                throw .unknown(path: path, reason: "its header has classes '\(text.prefix(60))', expected \(count) names that differ")
            }
            return names
        }

        func contradiction(_ key: String, _ said: String, _ asked: String) -> CheckpointError {
            .unknown(path: path, reason: "its header says \(key) \(said), which --\(key) \(asked) contradicts")
        }
    }
}

/// What to take where a checkpoint's file does not say it: a state_dict from elsewhere has no header of ours.
package struct CheckpointChoices: Sendable, Equatable {
    /// How grey values enter.
    package var input: InputScale?
    /// How theta reads between pixels.
    package var sampler: Sampler?

    /// Memberwise.
    package init(input: InputScale? = nil, sampler: Sampler? = nil) { (self.input, self.sampler) = (input, sampler) }
}
