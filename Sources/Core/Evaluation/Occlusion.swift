import Engine
import FaceData
import Platform

/// How a face is covered piece by piece to see what a prediction hangs on.
///
/// Source: arXiv 1902.01019, section IV.D: a square of N x N pixels is zeroed, the network is asked again, and the square moves on by a stride.
package struct Occlusion: Sendable, Equatable {
    /// What stands in the square.
    package enum Fill: Sendable, Equatable {
        /// A grey value, 0...255. The paper's zero is 0, black, whatever the network's input scale makes of it.
        case grey(UInt8)
        /// The face's own mean grey, rounded.
        case mean
    }

    /// Pixels along each side of the square, 1...48.
    package let patch: Int
    /// Pixels by which it moves, 1...`patch`, so that no pixel is left out.
    package let stride: Int
    /// What stands in it.
    package let fill: Fill

    /// Memberwise; without arguments the paper's.
    package init(patch: Int = 10, stride: Int = 2, fill: Fill = .grey(0)) {
        precondition((1...FaceSet.side).contains(patch) && (1...patch).contains(stride), "a square of \(patch) that moves by \(stride)")
        (self.patch, self.stride, self.fill) = (patch, stride, fill)
    }

    /// Where the square's upper or left edge stands; the last place touches the face's other edge, whether or not the stride leads there.
    var offsets: [Int] {
        let last = FaceSet.side - patch
        let regular = Array(Swift.stride(from: 0, through: last, by: stride))
        return regular.last == last ? regular : regular + [last]
    }

    /// Squares over a face: 400 with the paper's values.
    package var count: Int { offsets.count * offsets.count }

    /// The grey that covers `face`.
    func grey(over face: [UInt8]) -> UInt8 {
        switch fill {
        case .grey(let grey): grey
        case .mean: UInt8((face.reduce(0) { $0 + Int($1) } + face.count / 2) / max(1, face.count))
        }
    }

    /// What each square's value says of each pixel: the mean over the squares that cover it.
    ///
    /// - Parameter values: by square, row by row.
    /// - Returns: [48, 48].
    func map(_ values: [Double]) -> [Double] {
        let (side, offsets) = (FaceSet.side, offsets)
        var sums = [Double](repeating: 0, count: side * side)
        // How many squares cover a row, or a column.
        var cover = [Double](repeating: 0, count: side)
        for offset in offsets { for place in offset..<offset + patch { cover[place] += 1 } }
        for (row, top) in offsets.enumerated() {
            for (column, left) in offsets.enumerated() {
                let value = values[row * offsets.count + column]
                guard value != 0 else { continue }
                for y in top..<top + patch { for x in left..<left + patch { sums[y * side + x] += value } }
            }
        }
        return sums.indices.map { sums[$0] / (cover[$0 / side] * cover[$0 % side]) }
    }
}

extension Occlusion {
    /// A face as it is, then under each square, row by row: all of these pictures or some.
    ///
    /// - Parameter range: the pictures' numbers, where 0 is the whole face; nil: all.
    func pictures(of face: [UInt8], input: InputScale, range: Range<Int>? = nil) -> PixelBatch {
        precondition(face.count == FaceSet.pixelsPerFace, "a face has 2,304 pixels")
        let range = range ?? 0..<1 + count
        let (offsets, grey) = (offsets, grey(over: face))
        return PixelBatch(count: range.count, input: input) { index in
            let square = range.lowerBound + index - 1
            guard square >= 0 else { return face }
            let (top, left) = (offsets[square / offsets.count], offsets[square % offsets.count])
            var covered = face
            for y in top..<top + patch {
                for position in y * FaceSet.side + left..<y * FaceSet.side + left + patch { covered[position] = grey }
            }
            return covered
        }
    }
}
