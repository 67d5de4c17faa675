import FaceData
import Platform

/// A worker's memory for resampling a face.
struct FaceScratch {
    /// [47, 48]: the four pixels around each gap, a byte each.
    fileprivate let cells: UnsafeMutablePointer<UInt32>
    // Of some rows' pixels: which cell each reads, what is in it, and the distances from its left and its upper pixels.
    fileprivate let places: UnsafeMutablePointer<IntegerLanes>
    fileprivate let found: UnsafeMutablePointer<UInt32>
    fileprivate let rights: UnsafeMutablePointer<Lanes>
    fileprivate let belows: UnsafeMutablePointer<Lanes>
    fileprivate let greys: UnsafeMutablePointer<Lanes>

    /// Rows that are read together: enough that what one step stores is there when the next loads it, and little enough for the first-level cache.
    fileprivate static let rows = 2
    fileprivate static let pixels = rows * FaceSet.side

    /// About 11 KB from `arena`.
    init(_ arena: LaneArena) {
        cells = arena.take((FaceSet.side - 1) * FaceSet.side, of: UInt32.self, zero: 0)
        places = arena.take(Self.pixels / Lanes.scalarCount, of: IntegerLanes.self, zero: .zero)
        found = arena.take(Self.pixels, of: UInt32.self, zero: 0)
        rights = arena.lanes(Self.pixels / Lanes.scalarCount)
        belows = arena.lanes(Self.pixels / Lanes.scalarCount)
        greys = arena.lanes(Self.pixels / Lanes.scalarCount)
    }
}

/// Puts sixteen faces, transformed, into the lanes of an image.
///
/// A face is written sixteen pixels at a time to where those pixels' lanes will lie, each block's sixteen faces one behind the other; when all are
/// there, blocks are turned around in place: one store for sixteen pixels, not sixteen to as many cache lines.
struct LaneWriter {
    /// [1, 48, 48].
    private let image: LaneTensor
    private let scratch: FaceScratch
    private let input: InputScale

    private static let side = FaceSet.side
    private static let lanes = Lanes.scalarCount
    private static let blocksPerRow = side / lanes

    /// - Precondition: `image` has a face's height and width.
    init(_ image: LaneTensor, _ scratch: FaceScratch, _ input: InputScale) {
        precondition(image.height == Self.side && image.width == Self.side, "an image for faces")
        self.image = image
        self.scratch = scratch
        self.input = input
    }

    /// Writes one face, [48, 48] bytes; `turn` is still to come.
    func write(_ face: UnsafePointer<UInt8>, _ transformation: FaceTransformation, lane: Int) {
        let needsMean = transformation.contrast != 1 || transformation.erased != nil
        let greys = GreyMap(transformation, mean: needsMean ? Self.meanGrey(face) : 0, input)
        if transformation.isResampled {
            resample(face, transformation.sourceMap, greys, lane)
        } else if transformation.isMirrored {
            forEachBlock(lane) { y, x in greys(Self.floats(Self.reversed(Self.bytes(face + y * Self.side + Self.side - Self.lanes - x)))) }
        } else {
            forEachBlock(lane) { y, x in greys(Self.floats(Self.bytes(face + y * Self.side + x))) }
        }
        if let erased = transformation.erased { erase(erased, greys.erased, lane) }
    }

    /// Fills a lane that has no face: black, not what this worker had there before, since an overflow in it would depend on the number of threads.
    func blacken(lane: Int) { forEachBlock(lane) { _, _ in .zero } }

    /// Makes lanes of what was written; once, when all sixteen are.
    func turn() {
        for y in 0..<Self.side {
            for block in 0..<Self.blocksPerRow { (image.row(0, y) + block * Self.lanes).transposeBlock() }
        }
    }

    @inline(__always)
    private func forEachBlock(_ lane: Int, _ pixels: (_ y: Int, _ x: Int) -> Lanes) {
        for y in 0..<Self.side {
            let row = image.row(0, y) + lane
            for block in 0..<Self.blocksPerRow { row[block * Self.lanes] = pixels(y, block * Self.lanes) }
        }
    }

    /// Bilinear. Beyond the face its edge goes on: faces fill the frame, and black corners would tell the network how it was turned.
    private func resample(_ face: UnsafePointer<UInt8>, _ map: FaceTransformation.SourceMap, _ greys: GreyMap, _ lane: Int) {
        fillCells(face)
        for first in stride(from: 0, to: Self.side, by: FaceScratch.rows) {
            for row in 0..<FaceScratch.rows { locate(map, row: Float(first + row), row * Self.blocksPerRow) }
            read()
            for row in 0..<FaceScratch.rows {
                let (target, source) = (image.row(0, first + row) + lane, scratch.greys + row * Self.blocksPerRow)
                for block in 0..<Self.blocksPerRow { target[block * Self.lanes] = greys(source[block]) }
            }
        }
    }

    /// The greys where some rows' pixels read.
    private func read() {
        // Scalars in name only: the compiler makes vectors of loops over memory, but takes vectors of words apart to make greys of them.
        let places = UnsafeRawPointer(scratch.places).assumingMemoryBound(to: Int32.self)
        let (rights, belows) = (Self.scalars(scratch.rights), Self.scalars(scratch.belows))
        let greys = Self.scalars(scratch.greys)
        let (cells, found) = (scratch.cells, scratch.found)
        for x in 0..<FaceScratch.pixels { found[x] = cells[Int(places[x])] }
        for x in 0..<FaceScratch.pixels {
            let (upperLeft, upperRight) = (Float(found[x] & 0xFF), Float(found[x] >> 8 & 0xFF))
            let (lowerLeft, lowerRight) = (Float(found[x] >> 16 & 0xFF), Float(found[x] >> 24))
            let upper = upperLeft.addingProduct(rights[x], upperRight - upperLeft)
            let lower = lowerLeft.addingProduct(rights[x], lowerRight - lowerLeft)
            greys[x] = upper.addingProduct(belows[x], lower - upper)
        }
    }

    @inline(__always)
    private static func scalars(_ vectors: UnsafeMutablePointer<Lanes>) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
    }

    /// Where a row's pixels read: in which cells, and how far from its left and its upper pixels.
    private func locate(_ map: FaceTransformation.SourceMap, row: Float, _ place: Int) {
        let last = Float(Self.side - 1)
        for block in 0..<Self.blocksPerRow {
            let column = Lanes.counting + Float(block * Self.lanes)
            let x = Lanes(repeating: map.x + row * map.xByRow).addingProduct(column, Lanes(repeating: map.xByColumn)).clamped(last)
            let y = Lanes(repeating: map.y + row * map.yByRow).addingProduct(column, Lanes(repeating: map.yByColumn)).clamped(last)
            // The last pixel belongs to the last cell, a whole pixel from its left.
            let (left, above) = (x.rounded(.down).limited(last - 1), y.rounded(.down).limited(last - 1))
            scratch.rights[place + block] = x - left
            scratch.belows[place + block] = y - above
            scratch.places[place + block] = left.addingProduct(above, Lanes(repeating: Float(Self.side))).wholeNumbers
        }
    }

    /// One read then finds all four neighbours.
    private func fillCells(_ face: UnsafePointer<UInt8>) {
        for y in 0..<Self.side - 1 {
            let (row, cells) = (face + y * Self.side, scratch.cells + y * Self.side)
            @inline(__always) func fill(from x: Int) {
                @inline(__always) func words(_ place: Int) -> SIMD16<UInt32> { Self.widened(Self.bytes(row + place)) }
                let upper = words(x) | words(x + 1) &<< 8
                let lower = words(x + Self.side) | words(x + Self.side + 1) &<< 8
                UnsafeMutableRawPointer(cells + x).storeBytes(of: upper | lower &<< 16, as: SIMD16<UInt32>.self)
            }
            // 47 cells a row: the last sixteen overlap those before.
            fill(from: 0)
            fill(from: 16)
            fill(from: 31)
        }
    }

    private func erase(_ rectangle: FaceTransformation.Rectangle, _ grey: Float, _ lane: Int) {
        let (left, right) = (Float(rectangle.columns.lowerBound), Float(rectangle.columns.upperBound))
        for y in rectangle.rows {
            let row = image.row(0, y) + lane
            for block in 0..<Self.blocksPerRow {
                let column = Lanes.counting + Float(block * Self.lanes)
                let target = row + block * Self.lanes
                target.pointee = target.pointee.replacing(with: grey, where: (column .>= left) .& (column .< right))
            }
        }
    }

    private static func meanGrey(_ face: UnsafePointer<UInt8>) -> Float {
        var sum = 0
        for place in 0..<FaceSet.pixelsPerFace { sum &+= Int(face[place]) }
        return Float(sum) / Float(FaceSet.pixelsPerFace)
    }

    @inline(__always)
    private static func bytes(_ place: UnsafePointer<UInt8>) -> SIMD16<UInt8> {
        UnsafeRawPointer(place).loadUnaligned(as: SIMD16<UInt8>.self)
    }

    @inline(__always)
    private static func floats(_ bytes: SIMD16<UInt8>) -> Lanes { floats(widened(bytes)) }

    /// Said element by element, since the initialiser that does it is a loop that is called.
    @inline(__always)
    private static func widened(_ bytes: SIMD16<UInt8>) -> SIMD16<UInt32> {
        SIMD16<UInt32>(
            UInt32(bytes[0]), UInt32(bytes[1]), UInt32(bytes[2]), UInt32(bytes[3]), UInt32(bytes[4]), UInt32(bytes[5]), UInt32(bytes[6]),
            UInt32(bytes[7]), UInt32(bytes[8]), UInt32(bytes[9]), UInt32(bytes[10]), UInt32(bytes[11]), UInt32(bytes[12]), UInt32(bytes[13]),
            UInt32(bytes[14]), UInt32(bytes[15]))
    }

    @inline(__always)
    private static func floats(_ numbers: SIMD16<UInt32>) -> Lanes {
        Lanes(
            Float(numbers[0]), Float(numbers[1]), Float(numbers[2]), Float(numbers[3]), Float(numbers[4]), Float(numbers[5]), Float(numbers[6]),
            Float(numbers[7]), Float(numbers[8]), Float(numbers[9]), Float(numbers[10]), Float(numbers[11]), Float(numbers[12]),
            Float(numbers[13]), Float(numbers[14]), Float(numbers[15]))
    }

    @inline(__always)
    private static func reversed(_ bytes: SIMD16<UInt8>) -> SIMD16<UInt8> {
        SIMD16(
            bytes[15], bytes[14], bytes[13], bytes[12], bytes[11], bytes[10], bytes[9], bytes[8], bytes[7], bytes[6], bytes[5], bytes[4], bytes[3],
            bytes[2], bytes[1], bytes[0])
    }
}

/// From a grey value 0...255 to the network's input.
private struct GreyMap {
    private let changes: Bool
    private let contrast: Float
    private let brightness: Float
    private let factor: Float
    private let offset: Float
    /// What an erased pixel becomes: the mean grey, which says least about what was there, and shifts no sum that the network takes.
    let erased: Float

    init(_ transformation: FaceTransformation, mean: Float, _ input: InputScale) {
        changes = transformation.changesGreys
        contrast = Float(transformation.contrast)
        brightness = mean * (1 - contrast) + 255 * Float(transformation.brightness)
        (factor, offset) = (input.factor, input.offset)
        erased = min(max(mean * contrast + brightness, 0), 255) * factor + offset
    }

    @inline(__always)
    func callAsFunction(_ grey: Lanes) -> Lanes {
        let value = changes ? Lanes(repeating: brightness).addingProduct(grey, Lanes(repeating: contrast)).clamped(255) : grey
        return value * factor + offset
    }
}

extension SIMD16<Float> {
    fileprivate static var counting: Self { Self(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

    /// At most `bound`.
    @inline(__always) fileprivate func limited(_ bound: Float) -> Self { replacing(with: bound, where: self .> bound) }

    /// In 0...`bound`.
    @inline(__always) fileprivate func clamped(_ bound: Float) -> Self { replacing(with: 0, where: self .< 0).limited(bound) }
}
