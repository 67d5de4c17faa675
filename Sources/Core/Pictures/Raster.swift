import FaceData

/// A picture of coloured pixels that reports are made of. Drawing outside is cut off.
package struct Raster: Sendable, Equatable {
    /// Red, green and blue, 0...255.
    package struct Color: Sendable, Equatable {
        /// 0...255.
        package let red: UInt8
        /// 0...255.
        package let green: UInt8
        /// 0...255.
        package let blue: UInt8

        /// From 0 to 255 each.
        package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

        init(grey: UInt8) { self.init(grey, grey, grey) }

        static let white = Color(grey: 255)
        /// Of letters.
        package static let text = Color(grey: 30)
        static let faint = Color(grey: 150)
        static let line = Color(grey: 215)
        // Told apart by people who see red and green alike (Okabe and Ito's blue, orange, vermilion and green).
        static let train = Color(0, 114, 178)
        static let validation = Color(230, 130, 0)
        static let wrong = Color(213, 94, 0)
        static let right = Color(0, 158, 115)
        static let box = Color(255, 214, 0)

        /// Between this (0) and `other` (1).
        func mixed(with other: Color, _ share: Double) -> Color {
            func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
                UInt8(min(max((Double(from) + (Double(to) - Double(from)) * min(max(share, 0), 1)).rounded(), 0), 255))
            }
            return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
        }
    }

    /// In pixels.
    package let width: Int
    /// In pixels.
    package let height: Int
    /// [height, width, 3].
    package private(set) var pixels: [UInt8]

    /// A picture of one colour.
    package init(width: Int, height: Int, _ color: Color = .white) {
        precondition(width > 0 && height > 0, "a picture of \(width)x\(height)")
        (self.width, self.height) = (width, height)
        pixels = [UInt8](repeating: 0, count: width * height * 3)
        fill(x: 0, y: 0, width: width, height: height, color)
    }

    /// As a PNG file.
    package var png: [UInt8] { PNGFile.encoded(pixels, width: width, height: height, .colour) }

    /// One pixel; reading must stay inside.
    package subscript(x: Int, y: Int) -> Color {
        get {
            let index = (y * width + x) * 3
            return Color(pixels[index], pixels[index + 1], pixels[index + 2])
        }
        set {
            guard x >= 0, x < width, y >= 0, y < height else { return }
            let index = (y * width + x) * 3
            (pixels[index], pixels[index + 1], pixels[index + 2]) = (newValue.red, newValue.green, newValue.blue)
        }
    }

    /// Colours a rectangle.
    package mutating func fill(x: Int, y: Int, width: Int, height: Int, _ color: Color) {
        for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
            for column in max(0, x)..<max(0, x, min(self.width, x + width)) { self[column, row] = color }
        }
    }

    /// The edge of a rectangle, one pixel wide.
    mutating func frame(x: Int, y: Int, width: Int, height: Int, _ color: Color) {
        fill(x: x, y: y, width: width, height: 1, color)
        fill(x: x, y: y + height - 1, width: width, height: 1, color)
        fill(x: x, y: y, width: 1, height: height, color)
        fill(x: x + width - 1, y: y, width: 1, height: height, color)
    }

    /// A straight line of `thickness` pixels; nothing where a position is no number.
    package mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ color: Color, thickness: Int = 1) {
        guard let start = clipped(start, towards: end), let end = clipped(end, towards: start) else { return }
        let steps = max(1, Int(max(abs(end.x - start.x), abs(end.y - start.y)).rounded(.up)))
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            let (x, y) = (start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
            let offset = Double(thickness - 1) / 2
            fill(x: Int((x - offset).rounded()), y: Int((y - offset).rounded()), width: thickness, height: thickness, color)
        }
    }

    /// `point`, moved along its line into the neighbourhood of the picture where it lies far away; nil where it is no number or the line passes by.
    private func clipped(_ point: (x: Double, y: Double), towards other: (x: Double, y: Double)) -> (x: Double, y: Double)? {
        guard point.x.isFinite, point.y.isFinite, other.x.isFinite, other.y.isFinite else { return nil }
        // From the other end, which lies near where this one is far.
        var share = 1.0
        for (place, target, limit) in [(point.x, other.x, Double(width)), (point.y, other.y, Double(height))] {
            for edge in [-limit, 2 * limit] where (place < edge) != (target < edge) && (edge < 0 ? place < edge : place > edge) {
                share = min(share, (edge - target) / (place - target))
            }
            if max(place, target) < -limit || min(place, target) > 2 * limit { return nil }
        }
        return (other.x + (point.x - other.x) * share, other.y + (point.y - other.y) * share)
    }

    /// Grey pixels [side, side], each `scale` pixels large.
    package mutating func grey(_ pixels: [UInt8], side: Int, x: Int, y: Int, scale: Int) {
        for row in 0..<side {
            for column in 0..<side {
                fill(x: x + column * scale, y: y + row * scale, width: scale, height: scale, Color(grey: pixels[row * side + column]))
            }
        }
    }

    /// Text whose upper left corner is (x, y); `scale` is the size of a glyph's pixel.
    package mutating func text(_ text: String, x: Int, y: Int, _ color: Color = .text, scale: Int = 1) {
        var left = x
        for character in text {
            let rows = BitmapFont.rows(character)
            for (row, bits) in rows.enumerated() {
                for column in 0..<BitmapFont.width where bits >> UInt8(BitmapFont.width - 1 - column) & 1 == 1 {
                    fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, color)
                }
            }
            left += (BitmapFont.width + 1) * scale
        }
    }

    /// Pixels that `text` takes from left to right.
    static func width(of text: String, scale: Int = 1) -> Int { max(0, text.count * (BitmapFont.width + 1) - 1) * scale }

    /// Text about a middle.
    mutating func text(_ text: String, centre x: Int, y: Int, _ color: Color = .text, scale: Int = 1) {
        self.text(text, x: x - Self.width(of: text, scale: scale) / 2, y: y, color, scale: scale)
    }

    /// Text that ends at `right`.
    mutating func text(_ text: String, right x: Int, y: Int, _ color: Color = .text, scale: Int = 1) {
        self.text(text, x: x - Self.width(of: text, scale: scale), y: y, color, scale: scale)
    }
}
