/// How the spatial transformer reads between pixels (docs/NETWORKS.md, Samplers).
package enum Sampler: String, Sendable, Codable, CaseIterable {
    /// PyPI's stn 1.0.1: clips corners before it takes the weights.
    case stn
    /// PyTorch's `grid_sample` as it is by default since 1.3, with `align_corners: false`: the grid lies on the pixels' middles.
    case halfpixel
    /// PyTorch's `grid_sample` with `align_corners: true`: the grid reaches from the first pixel to the last.
    case corners
}
