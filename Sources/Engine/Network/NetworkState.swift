package import FaceData

/// All numbers of a network: those that are trained, and what its batch norms have seen.
package struct NetworkState: Equatable, Sendable {
    /// Laid out as the network's `ParameterLayout`.
    package var parameters: [Float]
    /// One for each batch norm of the layout.
    package var statistics: [RunningStatistics]

    /// Memberwise.
    package init(parameters: [Float], statistics: [RunningStatistics]) {
        self.parameters = parameters
        self.statistics = statistics
    }

    /// The state_dict, each name with `prefix` before it.
    package func tensors(_ layout: ParameterLayout, prefix: String = "") -> [Safetensors.Tensor] {
        let tracked = zip(layout.batchNorms, statistics).flatMap { norm, running in
            [
                Safetensors.Tensor(name: prefix + norm.name + ".running_mean", shape: [norm.channels], values: .float32(running.means)),
                Safetensors.Tensor(name: prefix + norm.name + ".running_var", shape: [norm.channels], values: .float32(running.variances)),
                Safetensors.Tensor(name: prefix + norm.name + ".num_batches_tracked", shape: [], values: .int64([running.batchCount])),
            ]
        }
        return layout.tensors(parameters, prefix: prefix) + tracked
    }
}

extension ParameterLayout {
    /// `values` as tensors under the layout's names, with `prefix` before them.
    package func tensors(_ values: [Float], prefix: String = "") -> [Safetensors.Tensor] {
        tensors.map { Safetensors.Tensor(name: prefix + $0.name, shape: $0.shape, values: .float32(Array(values[$0.range]))) }
    }
}
