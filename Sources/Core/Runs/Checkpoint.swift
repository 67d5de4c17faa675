import Engine
import FaceData
import Platform

/// A network's parameters and running statistics with what a reader must know to use them: a safetensors file that opens in PyTorch as a state_dict.
struct Checkpoint: Equatable, Sendable {
    var architecture: Architecture
    var input: InputScale
    var classNames: [String]
    /// Epochs done; 0 before training.
    var epoch: Int
    /// Validation accuracy then, 0...1; nil where it was not measured.
    var validationAccuracy: Double?
    var state: NetworkState

    /// The file's bytes.
    func encoded() -> [UInt8] {
        var file = Safetensors()
        file.tensors = state.tensors(ParameterLayout(architecture))
        file.metadata = [
            "format": "pt", "network": architecture.kind.rawValue, "sampler": architecture.sampler.rawValue,
            "normalisation": architecture.normalisation.rawValue, "width": String(architecture.width), "input": input.rawValue,
            "classes": JSONText.line(classNames), "epoch": String(epoch), "version": Version.text,
        ]
        file.metadata["validationAccuracy"] = validationAccuracy.map { "\($0)" }
        return file.encoded()
    }
}

extension NetworkState {
    /// Reads a state_dict: one of our own checkpoints, or what PyTorch saved with safetensors' `save_file`.
    ///
    /// - Throws: `CheckpointError`, also for a tensor that `architecture` does not have, lacks, or has in another shape, and for NaN and infinities.
    init(reading path: String, _ architecture: Architecture) throws(CheckpointError) {
        try self.init(Safetensors(reading: path), path: path, architecture)
    }

    init(_ file: Safetensors, path: String, _ architecture: Architecture) throws(CheckpointError) {
        let layout = ParameterLayout(architecture)
        let blank = NetworkState(
            parameters: [Float](repeating: 0, count: layout.count), statistics: layout.batchNorms.map { RunningStatistics(channels: $0.channels) })
        let found = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let expected = blank.tensors(layout)
        let name = architecture.name
        func unfitting(_ reason: String) -> CheckpointError { .unfitting(path: path, network: name, reason: reason) }
        for tensor in file.tensors where !expected.contains(where: { $0.name == tensor.name }) {
            throw unfitting("it has a tensor '\(tensor.name)', which this network has not")
        }
        for tensor in expected {
            guard let other = found[tensor.name] else { throw unfitting("tensor '\(tensor.name)' is missing") }
            guard other.shape == tensor.shape else {
                throw unfitting("tensor '\(tensor.name)' has shape \(other.shape), expected \(tensor.shape)")
            }
            switch (other.values, tensor.values) {
            case (.float32(let values), .float32):
                guard let index = values.firstIndex(where: { !$0.isFinite }) else { continue }
                throw unfitting("tensor '\(tensor.name)' has \(values[index]) at position \(index)")
            case (.int64(let values), .int64):
                guard values.allSatisfy({ $0 >= 0 }) else { throw unfitting("tensor '\(tensor.name)' counts \(values)") }
            default: throw unfitting("tensor '\(tensor.name)' is of another type")
            }
        }
        let statistics = layout.batchNorms.map { norm in
            var running = RunningStatistics(channels: norm.channels)
            running.means = file.floats(norm.name + ".running_mean") ?? running.means
            running.variances = file.floats(norm.name + ".running_var") ?? running.variances
            if case .int64(let counts)? = found[norm.name + ".num_batches_tracked"]?.values { running.batchCount = counts.first ?? 0 }
            return running
        }
        for (norm, running) in zip(layout.batchNorms, statistics) where running.variances.contains(where: { $0 < 0 }) {
            throw unfitting("tensor '\(norm.name).running_var' has a variance below zero")
        }
        self.init(parameters: layout.tensors.flatMap { file.floats($0.name) ?? [] }, statistics: statistics)
    }
}

extension Safetensors {
    /// Larger files are refused; the widest network has 50 MB.
    private static let sizeLimit = 1 << 30

    /// Reads the file at `path`.
    ///
    /// - Throws: `CheckpointError`.
    init(reading path: String) throws(CheckpointError) {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: Self.sizeLimit) } catch { throw .file(error) }
        try self.init(decoding: bytes, path: path)
    }
}
