/// Which network is trained.
package enum NetworkKind: String, Sendable, Codable, CaseIterable {
    /// The figure of arXiv 1902.01019 as the TensorFlow implementation reads it: theta warps the feature map.
    case paper
    /// The PyTorch implementation: theta warps the face, and features are extracted from what it shows.
    case series

    /// What the published network normalises.
    package var ownNormalisation: Normalisation { self == .paper ? .none : .conv4 }
}
