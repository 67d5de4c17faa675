package import Platform

/// One pass of one convolution on all threads, each over a group of its own, as the network runs it: rows one after the other.
package final class KernelProbe: Probe {
    /// What a convolution does in a step.
    package enum Pass: String, CaseIterable {
        case forward
        case weightGradient
        case inputGradient
    }

    private let pool: WorkerPool
    private let operations: Double
    private var body: (Int) -> Void = { _ in }

    package init(_ shape: Architecture.Convolution, _ method: ConvolutionMethod, _ pass: Pass, threads: Int) throws(ThreadError) {
        pool = try WorkerPool(count: threads)
        // Some milliseconds without a meeting: in a step, too, the workers go through many kernels before they meet.
        let repetitions = max(1, 200_000_000 / (shape.operationCount * Lanes.scalarCount))
        operations = Double(repetitions * shape.operationCount * Lanes.scalarCount * threads)
        let workers = (0..<threads).map { _ in Worker(shape, method) }
        body =
            switch pass {
            case .forward: { for _ in 0..<repetitions { workers[$0].forward() } }
            case .weightGradient: { for _ in 0..<repetitions { workers[$0].addWeightGradient() } }
            case .inputGradient: { for _ in 0..<repetitions { workers[$0].fillInputGradient() } }
            }
    }

    /// In floating-point operations.
    package func work() -> Double {
        pool.run(body)
        return operations
    }

    /// One thread's tensors.
    private final class Worker {
        private let shape: Architecture.Convolution
        private let arena = LaneArena()
        private let input: LaneTensor
        private let inputGradient: LaneTensor
        private let output: LaneTensor
        private let arithmetic: any ConvolutionArithmetic
        private let ring: RowRing
        private let bias: UnsafeMutablePointer<Float>

        init(_ shape: Architecture.Convolution, _ method: ConvolutionMethod) {
            self.shape = shape
            let side = shape.convolvedSide
            input = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide, border: shape.padding)
            inputGradient = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide)
            output = arena.tensor(channels: shape.outputs, height: side, width: side)
            arithmetic = method.arithmetic(shape.sizes, needsInputGradient: true, arena, ScratchArena(arena))
            let depth = shape.kernelSize + 1
            ring = RowRing(arena, channels: shape.outputs, depth: depth, width: side, border: shape.kernelSize - 1)
            bias = arena.floats(shape.outputs)
        }

        private func window(_ y: Int) -> RowWindow {
            RowWindow(input, y: y - shape.padding, count: shape.kernelSize + arithmetic.rowsAtOnce - 1, x: -shape.padding)
        }

        func forward() {
            for y in stride(from: 0, to: output.height, by: arithmetic.rowsAtOnce) {
                arithmetic.forward(y, window(y), RowTarget(output, y: y, width: output.width), .rectified(bias))
            }
        }

        func addWeightGradient() {
            for y in stride(from: 0, to: output.height, by: arithmetic.rowsAtOnce) {
                arithmetic.addWeightGradient(y, GradientRows(ring, y: y, width: output.width), window(y))
            }
        }

        func fillInputGradient() {
            for y in stride(from: 0, to: inputGradient.height, by: arithmetic.rowsAtOnce) {
                let window = RowWindow(
                    ring, y: y + shape.padding - shape.kernelSize + 1, count: shape.kernelSize + arithmetic.rowsAtOnce - 1, height: output.height,
                    padding: shape.padding)
                arithmetic.inputGradient(y, window, RowTarget(inputGradient, y: y, width: inputGradient.width), .plain)
            }
        }
    }
}
