/// Which network is trained.
public enum NetworkKind: String, Sendable, Codable, CaseIterable {
    /// The figure of arXiv 1902.01019 as the TensorFlow implementation reads it: theta warps the feature map.
    case paper
}
