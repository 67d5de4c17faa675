import Testing

@testable import Core

@Suite struct LanesTests {
    @Test func totalsAndRectifies() {
        let lanes = Lanes((0..<16).map { Float($0) - 4 })
        #expect(lanes.total == 56)
        #expect(lanes.rectified == Lanes((0..<16).map { Swift.max(0, Float($0) - 4) }))
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
