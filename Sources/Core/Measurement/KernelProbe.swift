/// One pass of one convolution on all threads, each over a group of its own, as the network runs it: rows one after the other.
final class KernelProbe: Probe {
    /// What a convolution does in a step.
    enum Pass: String, CaseIterable {
        case forward
        case weightGradient
        case inputGradient
    }

    private let pool: WorkerPool
    private let operations: Double
    private var body: (Int) -> Void = { _ in }

    init(_ shape: Architecture.Convolution, _ pass: Pass, threads: Int) throws(ThreadError) {
        pool = try WorkerPool(count: threads)
        // Some milliseconds without a meeting: in a step, too, the workers go through many kernels before they meet.
        let repetitions = max(1, 200_000_000 / (shape.operationCount * Lanes.scalarCount))
        operations = Double(repetitions * shape.operationCount * Lanes.scalarCount * threads)
        let workers = (0..<threads).map { _ in Worker(shape) }
        body =
            switch pass {
            case .forward: { for _ in 0..<repetitions { workers[$0].forward() } }
            case .weightGradient: { for _ in 0..<repetitions { workers[$0].addWeightGradient() } }
            case .inputGradient: { for _ in 0..<repetitions { workers[$0].fillInputGradient() } }
            }
    }

    /// In floating-point operations.
    func work() -> Double {
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
        private let weights: PackedWeights
        private let flipped: PackedWeights
        private let gradient: WeightGradient
        private let ring: RowRing
        private let bias: UnsafeMutablePointer<Float>

        init(_ shape: Architecture.Convolution) {
            self.shape = shape
            let side = shape.convolvedSide
            input = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide, border: shape.padding)
            inputGradient = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide)
            output = arena.tensor(channels: shape.outputs, height: side, width: side)
            weights = PackedWeights(arena, inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize)
            flipped = PackedWeights(arena, inputChannels: shape.outputs, outputChannels: shape.inputs, kernelSize: shape.kernelSize)
            gradient = WeightGradient(arena, inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize)
            ring = RowRing(arena, channels: shape.outputs, depth: shape.kernelSize + 1, width: side, border: shape.kernelSize - 1)
            bias = arena.floats(shape.outputs)
        }

        private func window(_ y: Int) -> RowWindow {
            RowWindow(input, y: y - shape.padding, kernelSize: shape.kernelSize, x: -shape.padding)
        }

        func forward() {
            for y in 0..<output.height {
                Convolution.row(
                    window(y), weights: weights, output: output.row(0, y), outputStride: output.planeStride, width: output.width,
                    ending: .rectified(bias))
            }
        }

        func addWeightGradient() {
            for y in 0..<output.height {
                gradient.addRow(ring.row(0, y), gradientStride: ring.planeStride, width: output.width, inputs: window(y))
            }
        }

        func fillInputGradient() {
            for y in 0..<inputGradient.height {
                var window = RowWindow(ring, y: y + shape.padding, kernelSize: shape.kernelSize, height: output.height)
                window.base += shape.padding
                Convolution.row(
                    window, weights: flipped, output: inputGradient.row(0, y), outputStride: inputGradient.planeStride, width: inputGradient.width,
                    ending: .plain)
            }
        }
    }
}
