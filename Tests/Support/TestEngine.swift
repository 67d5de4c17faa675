import Platform
package import Engine
package import Core

extension StepEngine {
    /// With workers of its own, which a test can count on.
    package convenience init(
        _ architecture: Architecture, convolution: ConvolutionMethod = .winograd, threads: Int, maximumBatch: Int, parameters: [Float]
    ) {
        self.init(architecture, convolution: convolution, pool: .forTests(threads), maximumBatch: maximumBatch, parameters: parameters)
    }

    /// With workers of its own, which a test can count on.
    package convenience init(_ hyperparameters: Hyperparameters, classCount: Int, threads: Int) {
        self.init(hyperparameters, classCount: classCount, pool: .forTests(threads))
    }
}

extension WorkerPool {
    fileprivate static func forTests(_ count: Int) -> WorkerPool {
        do throws(ThreadError) { return try WorkerPool(count: count) } catch { preconditionFailure(error.description) }
    }
}
