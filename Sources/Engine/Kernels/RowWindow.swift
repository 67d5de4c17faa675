/// The input rows that a row of outputs reads, or two rows together: so many neighbouring rows of each channel, wherever they lie.
struct RowWindow {
    /// Channel 0; the offsets count from here.
    let base: UnsafePointer<Lanes>
    /// From one channel to the next.
    let planeStride: Int
    /// Where each of the rows starts.
    var offsets: InlineArray<7, Int> = .init(repeating: 0)
    /// The rows that exist; the others would be zero and are left out.
    var rows: Range<Int>

    /// Neighbouring rows of a tensor, the first at `y`, from column `x` on; negative ones lie in its border.
    init(_ tensor: LaneTensor, y: Int, count: Int, x: Int = 0) {
        base = UnsafePointer(tensor.base)
        planeStride = tensor.planeStride
        rows = 0..<count
        for row in 0..<count { offsets[row] = (y + row) * tensor.rowStride + x }
    }

    /// The rows that exist, each where `offset` says.
    init(base: UnsafePointer<Lanes>, planeStride: Int, rows: Range<Int>, offset: (_ row: Int) -> Int) {
        (self.base, self.planeStride, self.rows) = (base, planeStride, rows)
        for row in rows { offsets[row] = offset(row) }
    }

    /// Neighbouring rows of a ring, the first at `y`.
    init(_ ring: RowRing, y: Int, count: Int) {
        base = UnsafePointer(ring.base)
        planeStride = ring.planeStride
        rows = 0..<count
        for row in rows { offsets[row] = ring.offset(y + row) }
    }

    /// Neighbouring rows of a ring's gradient for an input gradient, from the left border on, or as many columns further as the convolution has
    /// padding; those outside 0..<`height` are left out.
    init(_ ring: RowRing, y: Int, count: Int, height: Int, padding: Int) {
        base = UnsafePointer(ring.base)
        planeStride = ring.planeStride
        rows = max(0, -y)..<min(count, height - y)
        for row in rows { offsets[row] = ring.offset(y + row) - ring.border + padding }
    }
}

/// The last few rows of a tensor that is produced row by row, with a border of zeros left and right.
struct RowRing {
    let base: UnsafeMutablePointer<Lanes>
    /// Rows that are kept.
    let depth: Int
    /// Zeros at either end of a row.
    let border: Int
    /// From one row to the next.
    let rowStride: Int
    /// From one channel to the next.
    var planeStride: Int { depth * rowStride }

    init(_ arena: LaneArena, channels: Int, depth: Int, width: Int, border: Int) {
        self.depth = depth
        self.border = border
        rowStride = width + 2 * border
        base = arena.lanes(channels * depth * rowStride)
    }

    /// Where row `y` starts within a channel, behind its border.
    @inline(__always) func offset(_ y: Int) -> Int { (y % depth) * rowStride + border }

    /// Row `y` of a channel.
    @inline(__always) func row(_ channel: Int, _ y: Int) -> UnsafeMutablePointer<Lanes> { base + (channel * planeStride + offset(y)) }
}
