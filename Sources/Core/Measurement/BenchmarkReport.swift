import Engine
import FaceData
import Platform

/// What `bench` measured.
package struct BenchmarkReport: Sendable, Encodable {
    /// Faces a second of a whole network.
    package struct Rate: Sendable, Encodable {
        package var network: String
        package var batch: Int
        package var threads: Int
        /// Median over the rounds.
        package var imagesPerSecond: Double
        /// From the slowest to the fastest round, as a share of the median.
        package var spread: Double
        /// Of the direct-convolution limit of as many threads, 0...1 (more where fewer multiplications are done).
        package var shareOfLimit: Double
    }

    /// One pass of one convolution.
    package struct Kernel: Sendable, Encodable {
        /// Where the layer is found.
        package var network: String
        package var layer: String
        /// In words: 10->10, 3x3, 46x46.
        package var shape: String
        package var pass: String
        package var gflops: Double
        package var spread: Double
        package var shareOfPeak: Double
    }

    /// Memory of a training run but for the faces.
    package struct Memory: Sendable, Encodable {
        package var network: String
        package var batch: Int
        package var threads: Int
        package var bytes: Int
    }

    /// One face by itself, on one thread.
    package struct Latency: Sendable, Encodable {
        package var network: String
        package var milliseconds: Double
    }

    /// Multiply-adds a second with all threads used, two operations each.
    package var peakGflops: Double
    package var peakSpread: Double
    package var threads: Int
    package var train: [Rate]
    package var infer: [Rate]
    /// Training at 1 thread and so on up to all.
    package var scaling: [Rate]
    package var kernels: [Kernel]
    package var oneFace: [Latency]
    package var memory: [Memory]
    /// Order, mirroring and conversion of a batch as a share of a training step, by network.
    package var batchPipelineShare: [String: Double]
    /// The same with every kind of augmentation at moderate strength.
    package var augmentedPipelineShare: [String: Double]
    /// Millions of operations for one face: training step and inference, by network.
    package var megaflopsPerFace: [String: [String: Double]]
    /// What is counted.
    package var counting = Self.countingRules

    /// In one line.
    package var json: String { JSONText.line(self) }

    /// What is counted, in sentences.
    package static let countingRules =
        "Two operations a multiply-add. Counted: every tap of convolutions and linear layers, taps on padding too, forward, weight gradient and input "
        + "gradient; no input gradient for a convolution that reads the face itself. Not counted: pooling, warp, batch norm, softmax, Adam. "
        + "Limit = peak of the threads used / operations of a face. Winograd's tiles are counted as the direct convolutions that they stand for: "
        + "they may pass both peak and limit."
}
