extension Architecture {
    /// Floating-point operations for one face, two a multiply-add.
    ///
    /// Counted (docs/NETWORKS.md, Operations): every tap of convolutions and linear layers, taps on padding too, forward, weight gradient and input gradient. Not
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
        for layer in layers {
            count.forward += layer.operationCount
            count.training += layer.operationCount * (layer.needsInputGradient ? 3 : 2)
        }
        return count
    }
}
