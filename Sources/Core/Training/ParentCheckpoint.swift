import Engine
import FaceData
import Platform

/// The checkpoint that a run starts from.
struct ParentCheckpoint: Sendable {
    let state: NetworkState
    /// How it was trained otherwise than the run is, one sentence; nil where it was not, or where the file does not say.
    let difference: String?

    /// Reads the file at `path` for a network of these settings and classes.
    ///
    /// - Throws: `CheckpointError`, as for `NetworkState`.
    init(reading path: String, _ values: Hyperparameters, classNames: [String]) throws(CheckpointError) {
        let file = try Safetensors(reading: path)
        state = try NetworkState(file, path: path, values.architecture(classCount: classNames.count))
        // Neither shows in the tensors' shapes.
        let settings = [("input", values.input.rawValue), ("sampler", values.sampler.rawValue)]
        var (before, now): ([String], [String]) = ([], [])
        for (name, value) in settings {
            guard let other = file.metadata[name], other != value else { continue }
            before.append("\(name) \(other)")
            now.append(value)
        }
        if let text = file.metadata["classes"], let names = JSONText.read([String].self, from: Array(text.utf8)), names != classNames {
            before.append("the classes \(names.joined(separator: ", "))")
            now.append(classNames.joined(separator: ", "))
        }
        difference =
            before.isEmpty
            ? nil : "\(path) was trained with \(before.joined(separator: " and ")), this run trains with \(now.joined(separator: " and "))"
    }
}
