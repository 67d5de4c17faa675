import Engine
import FaceData

/// The tensors of a `resume.safetensors`, taken out one by one; what is left at the end does not belong there.
struct ResumeTensors {
    private var tensors: [String: Safetensors.Tensor]
    private let path: String

    init(_ file: Safetensors, path: String) {
        tensors = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.path = path
    }

    func unusable(_ reason: String) -> ResumeError { .unusable(path: path, reason: reason) }

    /// A network's numbers.
    mutating func takeNetwork(_ layout: ParameterLayout, prefix: String = "") throws(ResumeError) -> NetworkState {
        let parameters = try takeParameters(layout, prefix: prefix)
        var statistics: [RunningStatistics] = []
        for norm in layout.batchNorms {
            let name = prefix + norm.name
            var running = RunningStatistics(channels: norm.channels)
            running.means = try takeFloats(name + ".running_mean", shape: [norm.channels])
            running.variances = try takeFloats(name + ".running_var", shape: [norm.channels])
            let count = try take(name + ".num_batches_tracked")
            guard case .int64(let values) = count.values, count.shape.isEmpty, values[0] >= 0, running.means.allSatisfy(\.isFinite),
                running.variances.allSatisfy({ $0.isFinite && $0 >= 0 })
            else { throw unusable("the running statistics of '\(name)' cannot be") }
            running.batchCount = values[0]
            statistics.append(running)
        }
        return NetworkState(parameters: parameters, statistics: statistics)
    }

    /// The network's trained numbers, or others laid out like them.
    ///
    /// - Parameter isSum: whether they are sums of squares, which may overflow but not fall below zero.
    mutating func takeParameters(_ layout: ParameterLayout, prefix: String = "", isSum: Bool = false) throws(ResumeError) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(layout.count)
        for tensor in layout.tensors {
            let name = prefix + tensor.name
            let part = try takeFloats(name, shape: tensor.shape)
            if let index = part.firstIndex(where: { isSum ? !($0 >= 0) : !$0.isFinite }) {
                throw unusable("tensor '\(name)' has \(part[index]) at position \(index)")
            }
            values += part
        }
        return values
    }

    mutating func takeBytes(_ name: String) throws(ResumeError) -> [UInt8] {
        guard case .uint8(let values) = try take(name).values else { throw unusable("tensor '\(name)' is of another type") }
        return values
    }

    mutating func takeHistory(_ name: String, _ steps: ResumeState.Steps) throws(ResumeError) -> StepHistory {
        let values = try takeFloats(name, shape: [nil, 3])
        let buckets = stride(from: 0, to: values.count, by: 3).map {
            StepHistory.Bucket(mean: Double(values[$0]), minimum: Double(values[$0 + 1]), maximum: Double(values[$0 + 2]))
        }
        guard let history = StepHistory(buckets: buckets, stepsPerBucket: steps.perBucket, count: steps.count) else {
            throw unusable("tensor '\(name)' has \(buckets.count) rows for \(steps.count) steps")
        }
        return history
    }

    mutating func takeFollowed(classCount: Int) throws(ResumeError) -> [ResumeState.Followed] {
        let indices = try takeIntegers("followed.index", count: nil)
        let firstEpochs = try takeIntegers("followed.firstEpoch", count: indices.count)
        let counts = try takeIntegers("followed.epochs", count: indices.count)
        let thetas = try takeFloats("followed.theta", shape: [nil, 6])
        let probabilities = try takeFloats("followed.probabilities", shape: [nil, classCount])
        guard counts.allSatisfy({ $0 >= 1 && $0 <= thetas.count }), counts.reduce(0, +) * 6 == thetas.count,
            counts.reduce(0, +) * classCount == probabilities.count, firstEpochs.allSatisfy({ (0...1_000_000).contains($0) }),
            indices.allSatisfy({ $0 >= 0 })
        else { throw unusable("its followed faces do not fit together") }
        var row = 0
        return indices.indices.map { face in
            let history = (0..<counts[face]).map { offset in
                defer { row += 1 }
                return FollowedEpoch(
                    epoch: firstEpochs[face] + offset, theta: Theta(Array(thetas[row * 6..<(row + 1) * 6])),
                    probabilities: Array(probabilities[row * classCount..<(row + 1) * classCount]))
            }
            return ResumeState.Followed(index: indices[face], history: history)
        }
    }

    /// Refuses the file where it has unknown tensors.
    func refuseRest() throws(ResumeError) {
        if let name = tensors.keys.min() { throw unusable("it has a tensor '\(name)', which does not belong there") }
    }

    private mutating func take(_ name: String) throws(ResumeError) -> Safetensors.Tensor {
        guard let tensor = tensors.removeValue(forKey: name) else { throw unusable("tensor '\(name)' is missing") }
        return tensor
    }

    /// - Parameter shape: nil where any length will do.
    private mutating func takeFloats(_ name: String, shape: [Int?]) throws(ResumeError) -> [Float] {
        let tensor = try take(name)
        guard case .float32(let values) = tensor.values else { throw unusable("tensor '\(name)' is of another type") }
        guard tensor.shape.count == shape.count, zip(tensor.shape, shape).allSatisfy({ $1 == nil || $0 == $1 }) else {
            let expected = shape.map { $0.map { String($0) } ?? "any" }.joined(separator: ", ")
            throw unusable("tensor '\(name)' has shape \(tensor.shape), expected [\(expected)]")
        }
        return values
    }

    private mutating func takeIntegers(_ name: String, count: Int?) throws(ResumeError) -> [Int] {
        let tensor = try take(name)
        guard case .int64(let values) = tensor.values, tensor.shape.count == 1, count == nil || values.count == count else {
            throw unusable("tensor '\(name)' has shape \(tensor.shape), expected \(count.map { "[\($0)]" } ?? "a list") of whole numbers")
        }
        return values.map { Int($0) }
    }
}
