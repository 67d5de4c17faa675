/// The gradients of a batch, one for each chunk of neighbouring groups, and their sum.
///
/// Workers write to a chunk or to a piece of the parameters, so that no two of them meet; sums run in the chunks' order.
final class ChunkGradients {
    /// Chunks at most.
    let chunkLimit: Int
    /// Pieces into which the parameters are cut, to be summed and moved by different workers.
    let pieceCount: Int
    private let parameterCount: Int
    private let values: SharedFloats
    /// Of the pieces' sums.
    private let squares: UnsafeMutablePointer<Double>

    private static let parametersPerPiece = 4096

    init(parameterCount: Int, chunkLimit: Int) {
        self.parameterCount = parameterCount
        self.chunkLimit = chunkLimit
        values = SharedFloats(count: chunkLimit * parameterCount)
        pieceCount = (parameterCount + Self.parametersPerPiece - 1) / Self.parametersPerPiece
        squares = .allocate(capacity: pieceCount)
        squares.initialize(repeating: 0, count: pieceCount)
    }

    deinit { squares.deallocate() }

    /// Numbers in all chunks.
    var count: Int { values.count }

    /// One chunk's gradient, laid out like the parameters; the first one becomes the sum.
    subscript(_ chunk: Int) -> UnsafeMutablePointer<Float> { values.base + chunk * parameterCount }

    /// Sets a chunk's gradient to zero.
    func clear(_ chunk: Int) { self[chunk].update(repeating: 0, count: parameterCount) }

    /// The parameters of a piece.
    func range(ofPiece piece: Int) -> Range<Int> {
        let first = piece * Self.parametersPerPiece
        return first..<min(first + Self.parametersPerPiece, parameterCount)
    }

    /// Adds the first `chunks` chunks' gradients of some parameters into the first one, times `scale`.
    func sum(_ range: Range<Int>, chunks: Int, scale: Float) {
        let sum = self[0] + range.lowerBound
        for chunk in 1..<max(1, chunks) {
            let other = self[chunk] + range.lowerBound
            for index in 0..<range.count { sum[index] += other[index] }
        }
        if scale != 1 { for index in 0..<range.count { sum[index] *= scale } }
    }

    /// Takes down the sum of a piece's squares.
    func measure(piece: Int) {
        let range = range(ofPiece: piece)
        let part = self[0] + range.lowerBound
        var sums = SIMD8<Double>.zero
        for index in stride(from: 0, to: range.count - 7, by: 8) {
            let values = SIMD8<Double>(UnsafeRawPointer(part + index).loadUnaligned(as: SIMD8<Float>.self))
            sums += values * values
        }
        var sum = sums.sum()
        for index in range.count / 8 * 8..<range.count { sum += Double(part[index]) * Double(part[index]) }
        squares[piece] = sum
    }

    /// The sum's norm over all parameters, once every piece is measured.
    var norm: Double { (0..<pieceCount).reduce(0.0) { $0 + squares[$1] }.squareRoot() }
}
