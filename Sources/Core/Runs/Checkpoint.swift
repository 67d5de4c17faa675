/// A network's parameters with what a reader must know to use them: a safetensors file that opens in PyTorch as a state_dict.
struct Checkpoint: Equatable, Sendable {
    var network: NetworkKind
    var sampler: Sampler
    var input: InputScale
    var classNames: [String]
    /// Epochs done; 0 before training.
    var epoch: Int
    /// Validation accuracy then, 0...1; nil where it was not measured.
    var validationAccuracy: Double?
    /// Laid out as the network's `ParameterLayout`.
    var parameters: [Float]

    /// The file's bytes.
    func encoded() -> [UInt8] {
        var file = Safetensors()
        file.tensors = ParameterLayout.paper(classCount: classNames.count).tensors.map { tensor in
            Safetensors.Tensor(name: tensor.name, shape: tensor.shape, values: .float32(Array(parameters[tensor.range])))
        }
        file.metadata = [
            "format": "pt", "network": network.rawValue, "sampler": sampler.rawValue, "input": input.rawValue, "classes": JSONText.line(classNames),
            "epoch": String(epoch), "version": Version.text,
        ]
        file.metadata["validationAccuracy"] = validationAccuracy.map { "\($0)" }
        return file.encoded()
    }
}
