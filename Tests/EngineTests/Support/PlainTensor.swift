import TestSupport
@testable import Platform
@testable import Engine

/// One face's [channels, height, width] numbers in double precision, for oracles that are read rather than timed.
struct PlainTensor: Equatable {
    let channels: Int
    let height: Int
    let width: Int
    var values: [Double]

    init(_ channels: Int, _ height: Int, _ width: Int, _ values: [Double]? = nil) {
        self.channels = channels
        self.height = height
        self.width = width
        self.values = values ?? [Double](repeating: 0, count: channels * height * width)
        precondition(self.values.count == channels * height * width)
    }

    subscript(_ channel: Int, _ y: Int, _ x: Int) -> Double {
        get { values[(channel * height + y) * width + x] }
        set { values[(channel * height + y) * width + x] = newValue }
    }

    /// Zero outside.
    func padded(_ channel: Int, _ y: Int, _ x: Int) -> Double {
        y >= 0 && y < height && x >= 0 && x < width ? self[channel, y, x] : 0
    }

    /// Random numbers within -1...1 that single precision holds exactly.
    static func random(_ channels: Int, _ height: Int, _ width: Int, _ random: inout RandomBits) -> PlainTensor {
        PlainTensor(channels, height, width, random.floats(channels * height * width))
    }
}

extension LaneTensor {
    /// Puts a face into a lane.
    func store(_ face: PlainTensor, lane: Int) {
        for channel in 0..<channels {
            for y in 0..<height { for x in 0..<width { row(channel, y)[x][lane] = Float(face[channel, y, x]) } }
        }
    }

    /// The face in a lane.
    func load(lane: Int) -> PlainTensor {
        var face = PlainTensor(channels, height, width)
        for channel in 0..<channels {
            for y in 0..<height { for x in 0..<width { face[channel, y, x] = Double(row(channel, y)[x][lane]) } }
        }
        return face
    }

    /// Puts a number into every lane of every element, so that a test sees what a kernel forgets to write.
    func fill(_ value: Float) {
        for channel in 0..<channels {
            for y in 0..<height { for x in 0..<width { row(channel, y)[x] = Lanes(repeating: value) } }
        }
    }
}

/// Faces in groups of sixteen, as the engine meets them.
struct FaceGroups {
    /// What the sweeps run over: one lane, all but one, all, one more, three groups.
    static let counts = [1, 15, 16, 17, 37]

    /// Calls `body` for each group with the indices of its faces.
    static func forEach(_ count: Int, _ body: (Range<Int>) -> Void) {
        for first in stride(from: 0, to: count, by: Lanes.scalarCount) { body(first..<min(count, first + Lanes.scalarCount)) }
    }
}
