/// How the spatial transformer reads between pixels (engine.md, section 1).
public enum Sampler: String, Sendable, Codable, CaseIterable {
    /// PyPI's stn 1.0.1: clips corners before it takes the weights.
    case stn
    /// PyTorch's `grid_sample` with `align_corners: true`.
    case corners
}
