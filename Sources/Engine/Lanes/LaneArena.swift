/// Memory for one worker's activations and scratch, taken once and aligned to a vector; nothing in a training step allocates.
///
/// Whoever owns the arena owns all that was taken from it. It is filled on one thread and then used by one worker.
final class LaneArena {
    private var blocks: [UnsafeMutableRawPointer] = []
    /// Bytes taken.
    private(set) var byteCount = 0

    /// Zeroed memory for `count` values.
    func take<Value: BitwiseCopyable>(_ count: Int, of type: Value.Type, zero: Value) -> UnsafeMutablePointer<Value> {
        let bytes = max(1, count) * MemoryLayout<Value>.stride
        let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        blocks.append(block)
        byteCount += bytes
        let values = block.bindMemory(to: type, capacity: max(1, count))
        values.initialize(repeating: zero, count: max(1, count))
        return values
    }

    /// Zeroed vectors.
    func lanes(_ count: Int) -> UnsafeMutablePointer<Lanes> { take(count, of: Lanes.self, zero: .zero) }

    /// Zeroed scalars.
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> { take(count, of: Float.self, zero: 0) }

    /// A zeroed tensor whose planes have a border of zeros.
    func tensor(channels: Int, height: Int, width: Int, border: Int = 0) -> LaneTensor {
        let rowStride = width + 2 * border
        let planeStride = (height + 2 * border) * rowStride
        let start = lanes(channels * planeStride)
        return LaneTensor(
            base: start + border * rowStride + border, channels: channels, height: height, width: width, rowStride: rowStride,
            planeStride: planeStride)
    }

    deinit {
        for block in blocks { block.deallocate() }
    }
}

/// Memory that layers use one after the other: what one of them leaves there, the next may overwrite. Small and always in the cache.
///
/// Layers that work together, row by row, take theirs between two restarts.
final class ScratchArena {
    private let arena: LaneArena
    private var blocks: [(base: UnsafeMutablePointer<Lanes>, count: Int)] = []
    private var next = 0

    /// - Parameter arena: which owns the memory.
    init(_ arena: LaneArena) { self.arena = arena }

    /// From now on memory that was taken before is taken again.
    func restart() { next = 0 }

    /// Vectors with anything in them.
    func lanes(_ count: Int) -> UnsafeMutablePointer<Lanes> {
        defer { next += 1 }
        if next < blocks.count, blocks[next].count >= count { return blocks[next].base }
        let block = (base: arena.lanes(count), count: count)
        if next < blocks.count { blocks[next] = block } else { blocks.append(block) }
        return block.base
    }
}

/// [channels, height, width] vectors, one face a lane. A view: the arena owns the memory.
struct LaneTensor {
    /// Element (0, 0, 0).
    let base: UnsafeMutablePointer<Lanes>
    let channels: Int
    let height: Int
    let width: Int
    /// From one row to the next.
    let rowStride: Int
    /// From one channel to the next.
    let planeStride: Int

    /// The start of a row.
    @inline(__always) func row(_ channel: Int, _ y: Int) -> UnsafeMutablePointer<Lanes> {
        base + (channel * planeStride + y * rowStride)
    }

    /// Without a border, all elements in order: (channel, y, x).
    var count: Int { channels * height * width }
}
