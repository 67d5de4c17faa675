/// Characters that are shapes rather than letters: blocks, dots and lines, drawn so that neighbouring cells meet whatever the font.
enum CellGeometry {
    /// A rectangle in a cell, from 0 to 1 both ways.
    struct Part: Equatable {
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double

        init(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
            (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
        }
    }

    /// The rectangles that make up a character; nil for letters.
    ///
    /// - Parameter aspect: a cell's width over its height, for lines of one thickness.
    static func parts(of character: Character, aspect: Double) -> [Part]? {
        guard let value = character.unicodeScalars.first?.value else { return nil }
        if (0x2800...0x28FF).contains(value) { return dots(value - 0x2800, aspect: aspect) }
        if let block = blocks[character] { return block }
        return lines[character].map { strokes($0, aspect: aspect) }
    }

    /// Braille's dots, 1 to 3 and 7 down the left, 4 to 6 and 8 down the right.
    private static func dots(_ bits: UInt32, aspect: Double) -> [Part] {
        let places: [(Double, Double)] = [
            (0.25, 0.125), (0.25, 0.375), (0.25, 0.625), (0.75, 0.125), (0.75, 0.375), (0.75, 0.625), (0.25, 0.875), (0.75, 0.875),
        ]
        let (across, down) = (0.17, 0.17 * aspect)
        return places.enumerated().filter { bits >> UInt32($0.offset) & 1 == 1 }.map { _, place in
            Part(place.0 - across, place.1 - down, place.0 + across, place.1 + down)
        }
    }

    private static let blocks: [Character: [Part]] = {
        var blocks: [Character: [Part]] = [
            "█": [Part(0, 0, 1, 1)], "▀": [Part(0, 0, 1, 0.5)], "▐": [Part(0.5, 0, 1, 1)], "■": [Part(0.1, 0.3, 0.9, 0.7)],
        ]
        for (index, character) in "▁▂▃▄▅▆▇".enumerated() { blocks[character] = [Part(0, 1 - Double(index + 1) / 8, 1, 1)] }
        for (index, character) in "▏▎▍▌▋▊▉".enumerated() { blocks[character] = [Part(0, 0, Double(index + 1) / 8, 1)] }
        let (upperLeft, upperRight) = (Part(0, 0, 0.5, 0.5), Part(0.5, 0, 1, 0.5))
        let (lowerLeft, lowerRight) = (Part(0, 0.5, 0.5, 1), Part(0.5, 0.5, 1, 1))
        for (character, parts) in [
            ("▖", [lowerLeft]), ("▗", [lowerRight]), ("▘", [upperLeft]), ("▝", [upperRight]), ("▚", [upperLeft, lowerRight]),
            ("▞", [upperRight, lowerLeft]), ("▙", [upperLeft, lowerLeft, lowerRight]), ("▛", [upperLeft, upperRight, lowerLeft]),
            ("▜", [upperLeft, upperRight, lowerRight]), ("▟", [upperRight, lowerLeft, lowerRight]),
        ] { blocks[Character(character)] = parts }
        return blocks
    }()

    /// Which of a cell's four arms a line has, and how thick.
    private struct Stroke {
        var left = false
        var up = false
        var right = false
        var down = false
        var isHeavy = false
    }

    private static func strokes(_ stroke: Stroke, aspect: Double) -> [Part] {
        let (x, y) = (stroke.isHeavy ? 0.16 : 0.07, (stroke.isHeavy ? 0.16 : 0.07) * aspect)
        var parts: [Part] = []
        if stroke.left || stroke.right { parts.append(Part(stroke.left ? 0 : 0.5 - x, 0.5 - y, stroke.right ? 1 : 0.5 + x, 0.5 + y)) }
        if stroke.up || stroke.down { parts.append(Part(0.5 - x, stroke.up ? 0 : 0.5 - y, 0.5 + x, stroke.down ? 1 : 0.5 + y)) }
        return parts
    }

    private static let lines: [Character: Stroke] = {
        var lines: [Character: Stroke] = [:]
        for (light, heavy, stroke) in [
            ("─", "━", Stroke(left: true, right: true)), ("│", "┃", Stroke(up: true, down: true)), ("┌", "┏", Stroke(right: true, down: true)),
            ("┐", "┓", Stroke(left: true, down: true)), ("└", "┗", Stroke(up: true, right: true)), ("┘", "┛", Stroke(left: true, up: true)),
            ("├", "┣", Stroke(up: true, right: true, down: true)), ("┤", "┫", Stroke(left: true, up: true, down: true)),
            ("┬", "┳", Stroke(left: true, right: true, down: true)), ("┴", "┻", Stroke(left: true, up: true, right: true)),
            ("┼", "╋", Stroke(left: true, up: true, right: true, down: true)), ("┊", "┋", Stroke(up: true, down: true)),
        ] {
            lines[Character(light)] = stroke
            var thick = stroke
            thick.isHeavy = true
            lines[Character(heavy)] = thick
        }
        return lines
    }()
}
