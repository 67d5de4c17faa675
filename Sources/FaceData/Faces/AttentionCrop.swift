/// What the attention makes of a face: the 48x48 input warped by theta.
///
/// Positions outside the image read zero with a taper of one pixel.
/// Source: PyTorch's `affine_grid` and `grid_sample` with `align_corners: true`.
package struct AttentionCrop: Sendable, Equatable {
    /// [48, 48] grey values 0...255.
    package let pixels: [UInt8]
    /// [48, 48], true where the position lies outside the image.
    package let outside: [Bool]

    /// The share of the grid that lies outside the image, 0...1.
    package var outsideShare: Double { Double(outside.count { $0 }) / Double(outside.count) }

    /// Warps `face` ([48, 48], 0...255) by `theta`.
    package init(face: [UInt8], theta: Theta) {
        precondition(face.count == FaceSet.pixelsPerFace, "a face has 2,304 pixels")
        let side = FaceSet.side
        let last = Float(side - 1)
        var pixels = [UInt8](repeating: 0, count: face.count)
        var outside = [Bool](repeating: false, count: face.count)
        for row in 0..<side {
            for column in 0..<side {
                let position = theta.map(Float(column) * 2 / last - 1, Float(row) * 2 / last - 1)
                // Written so that NaN counts as outside.
                let isInside = abs(position.x) <= 1 + 1e-5 && abs(position.y) <= 1 + 1e-5
                outside[row * side + column] = !isInside
                let x = 0.5 * (position.x + 1) * last
                let y = 0.5 * (position.y + 1) * last
                guard x > -1, x < Float(side), y > -1, y < Float(side) else { continue }
                let left = x.rounded(.down)
                let top = y.rounded(.down)
                func grey(_ column: Int, _ row: Int) -> Float {
                    column >= 0 && column < side && row >= 0 && row < side ? Float(face[row * side + column]) : 0
                }
                let upper = grey(Int(left), Int(top)) * (left + 1 - x) + grey(Int(left) + 1, Int(top)) * (x - left)
                let lower = grey(Int(left), Int(top) + 1) * (left + 1 - x) + grey(Int(left) + 1, Int(top) + 1) * (x - left)
                let value = upper * (top + 1 - y) + lower * (y - top)
                pixels[row * side + column] = UInt8(min(max(value.rounded(), 0), 255))
            }
        }
        self.pixels = pixels
        self.outside = outside
    }
}
