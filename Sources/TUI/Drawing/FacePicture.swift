package import FaceData
import Core

/// How a face becomes cells; `m` goes through them.
package enum FaceMode: String, Sendable, CaseIterable {
    /// The best two greys for each of 19 two-tone shapes; exact half blocks where a pixel is half a cell.
    case quadrants
    case halfBlocks
    /// Ten characters from dark to light.
    case ascii
}

/// Draws 48x48 faces into cells (2:1), each pair under one contrast stretch.
package enum FacePicture {
    /// The grey values that become black and white, over all given faces together: all but the darkest and the lightest hundredth.
    ///
    /// - Parameters:
    ///   - faces: [48, 48] each, 0...255.
    ///   - outside: for each face the pixels that do not count; none where it is shorter.
    /// - Returns: at least 32 values, so that noise in a flat face stays noise.
    package static func contrast(of faces: [[UInt8]], outside: [[Bool]] = []) -> ClosedRange<UInt8> {
        var histogram = [Int](repeating: 0, count: 256)
        for (index, face) in faces.enumerated() {
            for (position, pixel) in face.enumerated() where index >= outside.count || !outside[index][position] { histogram[Int(pixel)] += 1 }
        }
        let count = histogram.reduce(0, +)
        guard count > 0 else { return 0...255 }
        var (low, high) = (0, 255)
        var (below, above) = (histogram[0], histogram[255])
        while below * 100 <= count { (low, below) = (low + 1, below + histogram[low + 1]) }
        while above * 100 <= count { (high, above) = (high - 1, above + histogram[high - 1]) }

        let missing = max(0, minimumContrast - (high - low))
        low = min(max(0, low - missing / 2), 255 - minimumContrast)
        high = max(high + missing - missing / 2, low + minimumContrast)
        return UInt8(low)...UInt8(min(high, 255))
    }

    private static let minimumContrast = 32

    /// Draws `pixels` [48, 48] into the largest 2:1 rectangle in the middle of `rect`.
    ///
    /// - Parameters:
    ///   - mode: letters are drawn whatever it says where there are fewer than 256 colours or no UTF-8.
    ///   - contrast: the values that become black and white.
    ///   - tinted: [48, 48], what lies outside the image; it is hatched in a colour and not grey.
    ///   - box: drawn as theta's outline with a tick at its upper side.
    ///   - gridSide: positions along each side of the sampling grid that is drawn within the box; nil: none.
    package static func draw(
        _ pixels: [UInt8], in rect: Rect, on canvas: inout Canvas, mode: FaceMode, contrast: ClosedRange<UInt8>, tinted: [Bool]? = nil,
        box: Theta? = nil, gridSide: Int? = nil
    ) {
        precondition(pixels.count == FaceSet.pixelsPerFace, "a face has 2,304 pixels")
        precondition(tinted.map { $0.count == pixels.count } ?? true, "a pixel lies outside or not")
        let columns = min(rect.width, 2 * rect.height) / 2 * 2
        let rows = columns / 2
        guard rows > 0 else { return }
        let left = rect.x + (rect.width - columns) / 2
        let top = rect.y + (rect.height - rows) / 2

        let isPlain = mode == .ascii || canvas.capabilities.colors < .many || !canvas.capabilities.isUnicode
        let stretch = stretchTable(contrast)
        let picture = CellSums(pixels.map { stretch[Int($0)] }, columns: columns, rows: rows)
        let outside = tinted.flatMap { $0.contains(true) ? CellSums($0.map { $0 ? 1 : 0 }, columns: columns, rows: rows) : nil }
        var means = [Float](repeating: 0, count: columns * rows)

        for row in 0..<rows {
            for column in 0..<columns {
                let (ink, total) = picture.sums(column: column, row: row)
                means[row * columns + column] = total / 64
                let cell: Cell
                if let outside, outside.sums(column: column, row: row).total > 32.5 {
                    cell = isPlain ? Cell("/", Style(.info)) : Cell("░", Style(.info, onGrey: 0))
                } else if isPlain {
                    cell = letter(for: total / 64, canvas.capabilities.colors)
                } else if mode == .halfBlocks || picture.isExact {
                    cell = halves(ink[TwoTone.upperHalf] / 32, (total - ink[TwoTone.upperHalf]) / 32)
                } else {
                    cell = TwoTone.best(ink, total: total)
                }
                canvas[left + column, top + row] = cell
            }
        }

        guard let box else { return }
        var grid = DotGrid(columns: columns, rows: rows)
        if let gridSide { ThetaOutline.drawPositions(box, side: gridSide, on: &grid) }
        ThetaOutline.draw(box, on: &grid)
        grid.forEachCell(isUnicode: !isPlain) { column, row, character, style in
            var style = style
            if !isPlain { style.ground = .grey(Greys.nearest(to: means[row * columns + column])) }
            canvas[left + column, top + row] = Cell(character, style)
        }
    }

    /// Grey values to brightness 0...255.
    private static func stretchTable(_ contrast: ClosedRange<UInt8>) -> [Float] {
        let low = Float(contrast.lowerBound)
        let span = max(1, Float(contrast.upperBound) - low)
        return (0...255).map { min(max((Float($0) - low) / span, 0), 1) * 255 }
    }

    private static func halves(_ upper: Float, _ lower: Float) -> Cell {
        let (ink, ground) = (Greys.nearest(to: upper), Greys.nearest(to: lower))
        return Cell(ink == ground ? " " : "▀", Style(grey: ink, on: ground))
    }

    private static func letter(for brightness: Float, _ colors: Capabilities.Colors) -> Cell {
        let character = ramp[min(ramp.count - 1, Int(brightness / 256 * Float(ramp.count)))]
        // White on black wherever there are colours, so that a light theme does not turn faces into negatives.
        return Cell(character, colors == .none ? Style() : Style(grey: Greys.count - 1, on: 0))
    }

    private static let ramp = Array(" .:-=+*#%@")
}
