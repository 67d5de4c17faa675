// Linear layers over lanes of faces: forward, input gradient, weight gradient.
// Shapes: input [I], weights [O, I], bias [O], output [O]. Source: PyTorch's linear.

enum Linear {
    /// output = weights * input + bias, negative values zeroed where `isRectified`.
    ///
    /// Even and odd inputs are summed apart and the bias comes last, which keeps rounding small.
    static func forward(
        _ input: UnsafePointer<Lanes>, inputCount: Int, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Lanes>, outputCount: Int, isRectified: Bool
    ) {
        var first = 0
        while first < outputCount {
            let rows = weights + first * inputCount
            switch outputCount - first {
            case 10...: Block<10>.forward(input, inputCount, rows, bias + first, output + first, isRectified)
            case 4...: Block<4>.forward(input, inputCount, rows, bias + first, output + first, isRectified)
            default: Block<1>.forward(input, inputCount, rows, bias + first, output + first, isRectified)
            }
            first += blockSize(left: outputCount - first)
        }
    }

    /// inputGradient = transposed weights * outputGradient.
    static func inputGradient(
        _ outputGradient: UnsafePointer<Lanes>, outputCount: Int, weights: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Lanes>,
        inputCount: Int
    ) {
        var first = 0
        while first < inputCount {
            switch inputCount - first {
            case 10...: Block<10>.inputGradient(outputGradient, outputCount, weights + first, inputCount, inputGradient + first)
            case 4...: Block<4>.inputGradient(outputGradient, outputCount, weights + first, inputCount, inputGradient + first)
            default: Block<1>.inputGradient(outputGradient, outputCount, weights + first, inputCount, inputGradient + first)
            }
            first += blockSize(left: inputCount - first)
        }
    }

    /// Adds outputGradient x input, summed over the lanes, to `weightGradient` [O, I] and `biasGradient` [O].
    ///
    /// Blocks of sixteen inputs are turned first: then sixteen inputs of a face stand in a vector and no sum over lanes is needed.
    ///
    /// - Parameter scratch: 16 x `rowLength(inputCount)` numbers.
    static func addWeightGradient(
        _ outputGradient: UnsafePointer<Lanes>, outputCount: Int, input: UnsafePointer<Lanes>, inputCount: Int,
        weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let vectorCount = rowLength(inputCount) / Lanes.scalarCount
        let vectors = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Lanes.self)
        // Behind the last input stands what the call before left: it stays in the elements behind the last weight, which are never stored.
        vectors.update(from: input, count: inputCount)
        for vector in 0..<vectorCount { (vectors + vector * Lanes.scalarCount).transposeBlock() }
        for output in 0..<outputCount {
            let gradient = outputGradient[output]
            biasGradient[output] += gradient.total
            let row = UnsafeMutableRawPointer(weightGradient + output * inputCount)
            var vector = 0
            while vector < vectorCount {
                let step = vectorCount - vector >= 6 ? 6 : 1
                if step == 6 {
                    RowBlock<6>.add(gradient, vectors + vector * Lanes.scalarCount, row, vector * Lanes.scalarCount, inputCount)
                } else {
                    RowBlock<1>.add(gradient, vectors + vector * Lanes.scalarCount, row, vector * Lanes.scalarCount, inputCount)
                }
                vector += step
            }
        }
    }

    /// `inputCount` rounded up to whole vectors.
    static func rowLength(_ inputCount: Int) -> Int { (inputCount + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount }

    private static func blockSize(left: Int) -> Int { left >= 10 ? 10 : left >= 4 ? 4 : 1 }

    /// `size` outputs, or inputs in the gradient, held in registers.
    private enum Block<let size: Int> {
        @inline(never)
        static func forward(
            _ input: UnsafePointer<Lanes>, _ inputCount: Int, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>,
            _ output: UnsafeMutablePointer<Lanes>, _ isRectified: Bool
        ) {
            var even = InlineArray<size, Lanes> { _ in .zero }
            var odd = InlineArray<size, Lanes> { _ in .zero }
            var index = 0
            while index &+ 1 < inputCount {
                let (first, second) = (input[index], input[index &+ 1])
                for row in 0..<size {
                    even[row] = even[row].addingProduct(first, Lanes(repeating: weights[row &* inputCount &+ index]))
                    odd[row] = odd[row].addingProduct(second, Lanes(repeating: weights[row &* inputCount &+ index &+ 1]))
                }
                index &+= 2
            }
            if index < inputCount {
                for row in 0..<size { even[row] = even[row].addingProduct(input[index], Lanes(repeating: weights[row &* inputCount &+ index])) }
            }
            for row in 0..<size {
                let value = (even[row] + odd[row]) + bias[row]
                output[row] = isRectified ? value.rectified : value
            }
        }

        @inline(never)
        static func inputGradient(
            _ outputGradient: UnsafePointer<Lanes>, _ outputCount: Int, _ weights: UnsafePointer<Float>, _ inputCount: Int,
            _ inputGradient: UnsafeMutablePointer<Lanes>
        ) {
            var sums = InlineArray<size, Lanes> { _ in .zero }
            for output in 0..<outputCount {
                let gradient = outputGradient[output]
                for column in 0..<size {
                    sums[column] = sums[column].addingProduct(gradient, Lanes(repeating: weights[output &* inputCount &+ column]))
                }
            }
            for column in 0..<size { inputGradient[column] = sums[column] }
        }
    }

    /// `size` vectors of neighbouring weights of one output.
    private enum RowBlock<let size: Int> {
        @inline(__always)
        static func add(
            _ gradient: Lanes, _ faces: UnsafePointer<Lanes>, _ row: UnsafeMutableRawPointer, _ first: Int, _ inputCount: Int
        ) {
            var sums = InlineArray<size, Lanes> { _ in .zero }
            for lane in 0..<Lanes.scalarCount {
                let scale = Lanes(repeating: gradient[lane])
                for vector in 0..<size { sums[vector] = sums[vector].addingProduct(faces[vector &* Lanes.scalarCount &+ lane], scale) }
            }
            for vector in 0..<size {
                let start = first + vector * Lanes.scalarCount
                if start + Lanes.scalarCount <= inputCount {
                    let offset = start * MemoryLayout<Float>.stride
                    let before = row.loadUnaligned(fromByteOffset: offset, as: Lanes.self)
                    row.storeBytes(of: before + sums[vector], toByteOffset: offset, as: Lanes.self)
                } else {
                    let floats = row.assumingMemoryBound(to: Float.self)
                    for lane in 0..<inputCount - start { floats[start + lane] += sums[vector][lane] }
                }
            }
        }
    }
}
