@testable import Engine
import Testing

@Suite struct LanesTests {
    @Test func totalsAndRectifies() {
        let lanes = Lanes((0..<16).map { Float($0) - 4 })
        #expect(lanes.total == 56)
        #expect(lanes.rectified == Lanes((0..<16).map { Swift.max(0, Float($0) - 4) }))
    }

    /// Also what equals its replacement, is infinite or no number.
    @Test func choosesLaneByLane() {
        let values: [Float] = [1, -1, 0, -0, .infinity, -.infinity, .nan, 3, 8, 9, 2, 7, 1e-30, 5, 5, -5]
        let (first, second) = (Lanes(values), Lanes(values.reversed()))
        for bits in [0, 0xFFFF, 0x5555, 0x8001, 0x0FF0] {
            var mask = SIMDMask<IntegerLanes>(repeating: false)
            for lane in 0..<16 { mask[lane] = bits >> lane & 1 == 1 }
            let (chosen, replaced) = (first.replacing(with: second, where: mask), first.replacing(with: 2.5, where: mask))
            for lane in 0..<16 {
                #expect(chosen[lane].bitPattern == (mask[lane] ? second : first)[lane].bitPattern)
                #expect(replaced[lane].bitPattern == (mask[lane] ? 2.5 : first[lane]).bitPattern)
            }
        }
    }

    @Test func wholeNumbersBecomeIntegers() {
        let numbers: [Int32] = [0, 1, 2, 15, 16, 47, 2303, 2304, 65_535, 65_536, 1_000_000, 8_388_607, 4_194_303, 4_194_304, 3, 255]
        #expect(Lanes(numbers.map { Float($0) }).wholeNumbers == IntegerLanes(numbers))
    }

    /// NaN must not pass for zero, or a run would not notice.
    @Test func whatIsNoNumberStaysSo() {
        #expect(Lanes(repeating: .nan).rectified[3].isNaN)
    }

    @Test func tensorsAreZeroedAlignedAndBordered() {
        let arena = LaneArena()
        let tensor = arena.tensor(channels: 2, height: 3, width: 4, border: 1)
        #expect(UInt(bitPattern: tensor.row(0, -1) - 1) % 64 == 0)
        #expect(tensor.rowStride == 6 && tensor.planeStride == 30 && tensor.count == 24)
        for channel in 0..<2 { for y in -1...3 { for x in -1...4 { #expect(tensor.row(channel, y)[x] == .zero) } } }
        #expect(arena.byteCount == 60 * 64)
    }

    @Test func sharedFloatsHoldACopy() {
        let shared = SharedFloats([1, 2, 3])
        #expect(shared.values == [1, 2, 3])
        shared.assign([4, 5, 6])
        #expect(shared.values == [4, 5, 6])
        #expect(SharedFloats(count: 0).values == [])
    }
}
