import FaceData
import Core

/// Pairs of pictures in rows, original and attention, as many as fit, each with a line below.
enum FacePairs {
    /// One pair.
    struct Tile: Sendable {
        /// [48, 48], 0...255, with the box over it where there is one.
        let left: [UInt8]
        let box: Theta?
        /// [48, 48], 0...255, of which some may lie outside the face.
        let right: [UInt8]
        let outside: [Bool]?
        /// The values of the right picture that become black and white; nil: those of the left one, or a comparison would lie.
        let contrast: ClosedRange<UInt8>?
        let caption: String
        let role: Role

        /// A pair of a face and a map over it, whose strongest place is white.
        init(face: [UInt8], map: [Double], caption: String) {
            (left, box, right, outside, contrast) = (face, nil, SaliencyGreys.picture(map), nil, 0...255)
            (self.caption, role) = (caption, .text)
        }

        /// A face of `inspection`, and what attention makes of it.
        init(_ index: Int, of inspection: Inspection, _ glyphs: TerminalSymbols) {
            let prediction = inspection.predictions[index]
            left = inspection.faces.face(index)
            let crop = AttentionCrop(face: left, theta: prediction.theta)
            (box, right, outside, contrast) = (prediction.theta, crop.pixels, crop.outside, nil)
            let said = glyphs.legible(inspection.classNames[prediction.predicted])
            let share = Figures.share(prediction.confidence)
            switch inspection.label(index) {
            case nil: (caption, role) = ("\(said) \(share)", .text)
            case prediction.predicted: (caption, role) = ("\(said) \(glyphs.right) \(share)", .good)
            case let label?: (caption, role) = ("\(glyphs.legible(inspection.classNames[label])) \(glyphs.wrong) \(said) \(share)", .warning)
            }
        }
    }

    /// How many pairs of what size there is room for.
    struct Layout: Equatable {
        /// Of one picture; it is half as high.
        let faceWidth: Int
        let columns: Int
        let rows: Int
        /// Pairs in sight.
        var count: Int { columns * rows }

        /// The first pair in sight, at a row's beginning, when the one at `position` is in the middle.
        func first(showing position: Int, of count: Int) -> Int {
            ListWindow.start(cursor: position / columns, count: (count + columns - 1) / columns, height: rows) * columns
        }
    }

    /// From large to small; eight pairs are better than fewer larger ones.
    private static let widths = [24, 16, 12]
    private static let enough = 8

    /// For a place of so many cells.
    static func layout(width: Int, height: Int) -> Layout {
        let all = widths.map { faceWidth in
            Layout(
                faceWidth: faceWidth, columns: max(1, (width + 2) / (2 * faceWidth + 3)), rows: max(1, height / (faceWidth / 2 + 1)))
        }
        return all.first { $0.count >= enough } ?? all.max { $0.count < $1.count } ?? all[0]
    }

    /// Pairs in a row of the list of faces on a terminal of so many cells.
    static func columns(width: Int, height: Int) -> Int { layout(width: width - 2, height: height - 5).columns }

    /// Draws `tiles` from the left upper corner on; what does not fit is left out.
    ///
    /// - Parameter first: the first tile's place in its list, where a click means a face of it.
    static func draw(_ tiles: [Tile], cursor: Int?, first: Int? = nil, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        let layout = layout(width: rect.width, height: rect.height)
        let (width, height) = (layout.faceWidth, layout.faceWidth / 2)
        for (place, tile) in tiles.prefix(layout.count).enumerated() {
            let x = rect.x + place % layout.columns * (2 * width + 3)
            let y = rect.y + place / layout.columns * (height + 1)
            if let first { canvas.listen(in: Rect(x: x, y: y, width: 2 * width + 1, height: height + 1), for: .face(first + place)) }
            let contrast = FacePicture.contrast(of: [tile.left])
            FacePicture.draw(
                tile.left, in: Rect(x: x, y: y, width: width, height: height), on: &canvas, mode: mode, contrast: contrast, box: tile.box)
            FacePicture.draw(
                tile.right, in: Rect(x: x + width + 1, y: y, width: width, height: height), on: &canvas, mode: mode,
                contrast: tile.contrast ?? contrast, tinted: tile.outside)
            let line = Rect(x: x, y: y + height, width: 2 * width + 1, height: 1)
            if place == cursor {
                canvas.fill(line, Cell(" ", Style(tile.role, on: .selection)))
                canvas.put("▸" + tile.caption, x: x, y: line.y, Style(tile.role, on: .selection, bold: true), maximum: line.width)
            } else {
                canvas.put(tile.caption, x: x, y: line.y, Style(tile.role), maximum: line.width)
            }
        }
    }
}

/// Maps of saliency as grey pictures.
enum SaliencyGreys {
    /// White where the map is strongest, black where it is nothing or below, [48, 48].
    static func picture(_ map: [Double]) -> [UInt8] {
        let strongest = max(map.max() ?? 0, 1e-9)
        return map.map { UInt8(min(max($0 / strongest, 0), 1) * 255) }
    }
}
