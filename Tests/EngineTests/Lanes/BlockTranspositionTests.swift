@testable import Engine
import Testing

@Suite struct BlockTranspositionTests {
    @Test func rowsBecomeColumnsAndNothingElseMoves() {
        let arena = LaneArena()
        let vectors = arena.lanes(18)
        for row in 0..<18 { for column in 0..<16 { vectors[row][column] = Float(row * 16 + column) } }
        (vectors + 1).transposeBlock()
        for row in 0..<16 { for column in 0..<16 { #expect(vectors[row + 1][column] == Float((column + 1) * 16 + row)) } }
        for column in 0..<16 { #expect(vectors[0][column] == Float(column) && vectors[17][column] == Float(17 * 16 + column)) }
    }
}
