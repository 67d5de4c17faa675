extension Architecture {
    /// Floating-point operations for one face, two a multiply-add.
    ///
    /// Counted (engine.md, section 2): every tap of convolutions and linear layers, taps on padding too, forward, weight gradient and input gradient. Not
    /// counted: the input gradient of a convolution that reads the face itself; pooling, warp, normalisation, softmax, Adam.
    package struct OperationCount: Sendable, Equatable {
        /// Inference.
        package var forward = 0
        /// One step, forward included.
        package var training = 0
    }

    /// Of the whole network.
    package var operationCount: OperationCount {
        var count = OperationCount()
        func add(_ forward: Int, needsInputGradient: Bool) {
            count.forward += forward
            count.training += forward * (needsInputGradient ? 3 : 2)
        }
        for layer in convolutions {
            let readsFace = layer.name == "localization.0" || kind == .paper && layer.name == "conv1"
            add(layer.operationCount, needsInputGradient: !readsFace)
        }
        for (inputs, outputs) in [
            (localisation[1].outputCount, Self.localisationUnits), (Self.localisationUnits, 6), (featureCount, Self.classifierUnits),
            (Self.classifierUnits, classCount),
        ] { add(2 * inputs * outputs, needsInputGradient: true) }
        return count
    }
}

extension Architecture.Convolution {
    /// Operations of one pass (forward, weight gradient or input gradient) for one face.
    var operationCount: Int { 2 * outputs * convolvedSide * convolvedSide * inputs * kernelSize * kernelSize }
}
