import FaceData
import Core

/// One followed face over the epochs, outside a terminal: as an animation, or as a strip of some epochs.
struct ReplayPicture: Sendable, Equatable {
    /// With its whole history.
    let face: FollowedFace
    /// By index.
    let classNames: [String]

    /// How the picture is made.
    enum Format: String, Sendable, CaseIterable {
        /// An animation of all epochs.
        case gif
        /// Some epochs side by side.
        case png
    }

    private static let side = FaceSet.side
    private static let margin = 8
    /// Dots of a pixel of the face.
    private static let (large, small) = (4, 2)
    /// The strip has at most so many epochs.
    private static let stripCount = 8
    private static let (ink, faint, paper) = (Raster.Color(30, 30, 30), Raster.Color(205, 205, 205), Raster.Color(255, 255, 255))
    private static let (box, right, wrong, outside) = (
        Raster.Color(255, 214, 0), Raster.Color(0, 158, 115), Raster.Color(213, 94, 0), Raster.Color(120, 160, 200)
    )

    /// The file's content; nil where nothing was said of the face yet.
    func bytes(_ format: Format) -> [UInt8]? {
        guard !face.history.isEmpty else { return nil }
        return format == .gif ? animation : strip
    }

    private var animation: [UInt8] {
        let frames = face.history.map { frame($0) }
        var file = GIFFile(width: frames[0].width, height: frames[0].height, palette: Self.palette)
        let pace = Int(ReplayPace.interval(epochs: frames.count) * 100)
        for (index, frame) in frames.enumerated() {
            // The last one stays for a while, so that the loop's end is seen.
            file.append(Self.indexed(frame.pixels), hundredths: index == frames.count - 1 ? 200 : pace)
        }
        return file.bytes
    }

    private func frame(_ saying: FollowedEpoch) -> Raster {
        let (margin, size) = (Self.margin, Self.side * Self.large)
        let bars = 190
        var raster = Raster(width: 4 * margin + 2 * size + bars, height: 3 * margin + size + 18, Self.paper)
        draw(saying, original: (margin, margin), attention: (2 * margin + size, margin), scale: Self.large, on: &raster)
        drawBars(saying, x: 3 * margin + 2 * size, y: margin, width: bars, on: &raster)
        let y = 2 * margin + size
        let last = face.history.last?.epoch ?? 0
        raster.text("epoch \(saying.epoch) of \(last)", x: margin, y: y, Self.ink, scale: 2)
        let (x, width) = (2 * margin + size, raster.width - 3 * margin - size)
        raster.fill(x: x, y: y + 6, width: width, height: 2, Self.faint)
        raster.fill(x: x + (width - 6) * saying.epoch / max(1, last), y: y, width: 6, height: 14, Self.ink)
        return raster
    }

    private func drawBars(_ saying: FollowedEpoch, x: Int, y: Int, width: Int, on raster: inout Raster) {
        let best = saying.probabilities.indices.max { (saying.probabilities[$0], -$0) < (saying.probabilities[$1], -$1) }
        for (index, share) in saying.probabilities.enumerated() where index < 8 {
            let name = classNames.indices.contains(index) ? classNames[index] : "class \(index)"
            let top = y + index * 24
            let isTrue = index == face.label
            raster.text((isTrue ? "*" : " ") + name.prefix(14), x: x, y: top, Self.ink)
            let color = index == best ? (isTrue ? Self.right : Self.wrong) : Self.faint
            raster.fill(x: x + 6, y: top + 9, width: Int(Float(width - 40) * max(0, min(1, share))), height: 10, color)
            raster.text(Figures.share(Double(share)), x: x + width - 24, y: top + 10, Self.ink)
        }
    }

    private var strip: [UInt8] {
        let count = min(Self.stripCount, face.history.count)
        let chosen = (0..<count).map { face.history[count == 1 ? 0 : $0 * (face.history.count - 1) / (count - 1)] }
        let (margin, size) = (Self.margin, Self.side * Self.small)
        var raster = Raster(width: margin + count * (size + margin), height: 4 * margin + 2 * size + 7, Self.paper)
        for (index, saying) in chosen.enumerated() {
            let x = margin + index * (size + margin)
            raster.text("epoch \(saying.epoch)", x: x, y: margin, Self.ink)
            draw(saying, original: (x, 2 * margin + 7), attention: (x, 3 * margin + 7 + size), scale: Self.small, on: &raster)
        }
        return raster.png
    }

    /// The face with theta's box, and what lies in it.
    private func draw(
        _ saying: FollowedEpoch, original: (x: Int, y: Int), attention: (x: Int, y: Int), scale: Int, on raster: inout Raster
    ) {
        let side = Self.side
        let crop = AttentionCrop(face: face.pixels, theta: saying.theta)
        for index in 0..<side * side {
            let level = crop.pixels[index]
            raster.fill(
                x: attention.x + index % side * scale, y: attention.y + index / side * scale, width: scale, height: scale,
                crop.outside[index] ? Self.outside : Raster.Color(level, level, level))
        }
        // On a picture of its own, which cuts off what leaves the face.
        var picture = Raster(width: side * scale, height: side * scale, Self.paper)
        picture.grey(face.pixels, side: side, x: 0, y: 0, scale: scale)
        func place(_ corner: (Float, Float)) -> (x: Double, y: Double) {
            let mapped = saying.theta.map(corner.0, corner.1)
            func dot(_ value: Float) -> Double { ((Double(value) + 1) / 2 * Double(side - 1) + 0.5) * Double(scale) }
            return (dot(mapped.x), dot(mapped.y))
        }
        let corners: [(Float, Float)] = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
        for (start, end) in zip(corners, corners.dropFirst()) { picture.line(from: place(start), to: place(end), Self.box, thickness: 2) }
        picture.line(from: place((0, -1)), to: place((0, -0.7)), Self.box, thickness: 2)
        for y in 0..<picture.height {
            for x in 0..<picture.width { raster[original.x + x, original.y + y] = picture[x, y] }
        }
    }

    /// The colours of the animation, then greys.
    private static let colors = [box, right, wrong, outside]
    private static let palette: [UInt8] = {
        let named = colors.flatMap { [$0.red, $0.green, $0.blue] }
        let greys = 256 - colors.count
        return named + (0..<greys).flatMap { level in [UInt8](repeating: UInt8(level * 255 / (greys - 1)), count: 3) }
    }()

    /// Red, green and blue as places in the palette.
    private static func indexed(_ pixels: [UInt8]) -> [UInt8] {
        let greys = 256 - colors.count
        return stride(from: 0, to: pixels.count, by: 3).map { place in
            let (red, green, blue) = (pixels[place], pixels[place + 1], pixels[place + 2])
            if red != green || green != blue, let index = colors.firstIndex(of: Raster.Color(red, green, blue)) { return UInt8(index) }
            return UInt8(colors.count + (Int(red) * (greys - 1) + 127) / 255)
        }
    }
}
