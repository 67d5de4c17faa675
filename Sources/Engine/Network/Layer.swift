/// Sixteen faces on their way through a network.
struct FaceGroup {
    /// As an `ActivationPlan` divides them.
    let activations: UnsafeMutablePointer<Lanes>
    /// Its place in the batch.
    let number: Int
    /// The first so many lanes hold a face; the others count nothing.
    let faceCount: Int
    /// [16], of the first `faceCount` lanes.
    let labels: UnsafePointer<UInt8>
    /// Laid out as the network's `ParameterLayout`.
    let parameters: UnsafePointer<Float>
    /// Where gradients are added, laid out as the parameters; nil in evaluation.
    let gradient: UnsafeMutablePointer<Float>?
    /// Of each face's loss: one over the batch size.
    let lossScale: Float
    /// What the loss compares with; nil: each face's own class alone, all faces counting the same.
    var targets: SoftmaxCrossEntropy.Targets?

    /// Whether this is a training step: then units are dropped and the batch itself normalises.
    var isTraining: Bool { gradient != nil }

    /// All ones in lanes that hold a face.
    var mask: SIMDMask<IntegerLanes> { IntegerLanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) .< Int32(faceCount) }
}

/// A step of a network, forward and backward. One worker owns one of these; all memory is taken at its making.
protocol Layer: AnyObject {
    /// Makes the kernels' own copies of the parameters; once a step, before the first group.
    func prepare(_ parameters: UnsafePointer<Float>, forTraining: Bool)
    /// Fills its output.
    func forward(_ group: FaceGroup)
    /// Adds to its parameters' gradient and fills its input's, after all layers behind it have done so.
    func backward(_ group: FaceGroup, _ gradient: UnsafeMutablePointer<Float>)
}

extension Layer {
    func prepare(_ parameters: UnsafePointer<Float>, forTraining: Bool) {}
}

/// Where a tensor lies: among the activations of each group, or in memory that all groups of a worker use in turn.
struct TensorSlot {
    private enum Home {
        case group(offset: Int)
        case worker(UnsafeMutablePointer<Lanes>)
    }
    private let home: Home
    let channels: Int
    let height: Int
    let width: Int
    private let border: Int

    fileprivate init(offset: Int, channels: Int, height: Int, width: Int, border: Int) {
        home = .group(offset: offset)
        (self.channels, self.height, self.width, self.border) = (channels, height, width, border)
    }

    /// A worker's own.
    init(_ arena: LaneArena, channels: Int, height: Int, width: Int) {
        home = .worker(arena.lanes(channels * height * width))
        (self.channels, self.height, self.width, border) = (channels, height, width, 0)
    }

    /// Vectors, without a border.
    var count: Int { channels * height * width }
    /// Vectors, border included.
    fileprivate var vectorCount: Int { channels * (height + 2 * border) * (width + 2 * border) }

    /// The winners of one group, where they were given room.
    func winners(_ group: FaceGroup) -> UnsafeMutablePointer<MaxPooling.Winner> {
        UnsafeMutableRawPointer(tensor(group).base).assumingMemoryBound(to: MaxPooling.Winner.self)
    }

    /// The tensor of one group.
    func tensor(_ group: FaceGroup) -> LaneTensor { tensor(in: group.activations) }

    /// The tensor of the group with these activations.
    func tensor(in activations: UnsafeMutablePointer<Lanes>) -> LaneTensor {
        let start =
            switch home {
            case .group(let offset): activations + offset
            case .worker(let base): base
            }
        let rowStride = width + 2 * border
        return LaneTensor(
            base: start + border * rowStride + border, channels: channels, height: height, width: width, rowStride: rowStride,
            planeStride: (height + 2 * border) * rowStride)
    }
}

/// Divides the memory of a group's activations among the layers: the same division for every group and every worker.
struct ActivationPlan {
    /// Vectors in all. They must be zero at first, since borders are never written.
    private(set) var count = 0

    /// Room for a tensor whose planes have a border of zeros.
    mutating func tensor(channels: Int, height: Int, width: Int, border: Int = 0) -> TensorSlot {
        let slot = TensorSlot(offset: count, channels: channels, height: height, width: width, border: border)
        count += slot.vectorCount
        return slot
    }

    /// Room for the winners of a pooling, a byte each.
    mutating func winners(_ count: Int) -> TensorSlot { vector((count + 3) / 4) }

    /// Room for a flat tensor.
    mutating func vector(_ count: Int) -> TensorSlot { tensor(channels: count, height: 1, width: 1) }
}
