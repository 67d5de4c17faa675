import FaceData
import Core

/// A face's feature maps before and after the warp, side by side, under one contrast.
enum FeatureMapsView {
    /// Of one map, from large to small; it is half as high.
    private static let widths = [24, 20, 16, 12, 10, 8]

    /// Draws as many channels as there is room for, from `past` on, at the largest size at which all fit.
    static func draw(_ look: ForwardTrace?, past: Int, title: String, _ keys: Keymap, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        Panel.draw(rect, title: "\(title): features before and after the warp", isFocused: true, on: &canvas)
        guard let look else {
            canvas.put("asking the network", x: rect.inner.x + 1, y: rect.inner.y, Style(.info), maximum: rect.inner.width - 1)
            return
        }
        let channels = look.before.channels
        let inner = rect.inner
        func room(_ width: Int) -> (columns: Int, rows: Int) {
            (max(1, (inner.width + 2) / (2 * width + 3)), max(1, (inner.height + 1) / (width / 2 + 1)))
        }
        let width = widths.first { room($0).columns * room($0).rows >= channels } ?? widths[widths.count - 1]
        let (columns, rows) = room(width)
        let strongest = max(look.before.values.max() ?? 0, look.after.values.max() ?? 0, 1e-9)
        let first = min(past, max(0, channels - columns * rows))
        for (place, channel) in (first..<min(channels, first + columns * rows)).enumerated() {
            let x = inner.x + place % columns * (2 * width + 3)
            let y = inner.y + place / columns * (width / 2 + 1)
            for (offset, maps) in [(0, look.before), (width + 1, look.after)] {
                FacePicture.draw(
                    picture(maps, channel, strongest: strongest), in: Rect(x: x + offset, y: y, width: width, height: width / 2), on: &canvas,
                    mode: mode, contrast: 0...255)
            }
        }
        Chrome.drawMore("channels", first..<min(channels, first + columns * rows), of: channels, keys, in: .closeUp, at: rect, on: &canvas)
    }

    /// One plane as large as a face, each value a square; white is `strongest`.
    private static func picture(_ maps: FeatureMaps, _ channel: Int, strongest: Float) -> [UInt8] {
        let plane = Array(maps.plane(channel))
        let side = FaceSet.side
        return (0..<FaceSet.pixelsPerFace).map { index in
            let (row, column) = (index / side * maps.side / side, index % side * maps.side / side)
            // A value that is no number is black.
            let share = plane[row * maps.side + column] / strongest
            return share > 0 ? UInt8(min(share, 1) * 255) : 0
        }
    }
}
