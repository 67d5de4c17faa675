/// How a face is covered piece by piece to see what a prediction hangs on.
///
/// Source: arXiv 1902.01019, section IV.D: a square of N x N pixels is zeroed, the network is asked again, and the square moves on by a stride.
public struct Occlusion: Sendable, Equatable {
    /// What stands in the square.
    public enum Fill: Sendable, Equatable {
        /// A grey value, 0...255. The paper's zero is 0, black, whatever the network's input scale makes of it.
        case grey(UInt8)
        /// The face's own mean grey, rounded.
        case mean
    }

    /// Pixels along each side of the square, 1...48.
    public let patch: Int
    /// Pixels by which it moves, 1...`patch`, so that no pixel is left out.
    public let stride: Int
    /// What stands in it.
    public let fill: Fill

    /// Memberwise; without arguments the paper's.
    public init(patch: Int = 10, stride: Int = 2, fill: Fill = .grey(0)) {
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
    public var count: Int { offsets.count * offsets.count }

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

/// A face as it is, then under each square of an occlusion, row by row; all of these pictures or some.
final class OccludedFace: BatchSource {
    private let face: [UInt8]
    private let occlusion: Occlusion
    private let offsets: [Int]
    private let grey: UInt8
    private let input: InputScale
    /// The pictures' numbers; 0 is the whole face.
    private let range: Range<Int>

    /// - Parameter range: nil: all pictures.
    init(_ face: [UInt8], _ occlusion: Occlusion, input: InputScale, range: Range<Int>? = nil) {
        precondition(face.count == FaceSet.pixelsPerFace, "a face has 2,304 pixels")
        self.range = range ?? 0..<1 + occlusion.count
        (self.face, self.occlusion, self.input) = (face, occlusion, input)
        offsets = occlusion.offsets
        grey = occlusion.grey(over: face)
    }

    var faceCount: Int { range.count }

    func load(
        group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?, scratch: FaceScratch
    ) -> Int {
        let writer = LaneWriter(image, scratch, input)
        let first = range.lowerBound + group * Lanes.scalarCount
        let count = min(Lanes.scalarCount, range.upperBound - first)
        var covered = face
        for lane in 0..<count {
            labels[lane] = 0
            cover(first + lane - 1, &covered, with: grey)
            covered.withUnsafeBufferPointer { pixels in
                guard let base = pixels.baseAddress else { return }
                writer.write(base, FaceTransformation(), lane: lane)
            }
            cover(first + lane - 1, &covered, with: nil)
        }
        for lane in count..<Lanes.scalarCount { writer.blacken(lane: lane) }
        writer.turn()
        return count
    }

    /// Covers a square, or with nil uncovers it; -1 is none.
    private func cover(_ square: Int, _ pixels: inout [UInt8], with grey: UInt8?) {
        guard square >= 0 else { return }
        let (top, left) = (offsets[square / offsets.count], offsets[square % offsets.count])
        for y in top..<top + occlusion.patch {
            for index in y * FaceSet.side + left..<y * FaceSet.side + left + occlusion.patch { pixels[index] = grey ?? face[index] }
        }
    }
}
