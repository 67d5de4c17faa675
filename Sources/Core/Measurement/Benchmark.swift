package import Engine
import FaceData
package import Platform

/// Measures what the machine can do and what training makes of it, all in the same minutes: shares compare what was measured in the same round.
package struct Benchmark: Sendable {
    /// nil: both.
    package var network: NetworkKind?
    /// nil: 32 and 128.
    package var batchSize: Int?
    package var convolution = ConvolutionMethod.winograd
    package var threads: Int
    /// For each measurement, all rounds together.
    package var seconds: Double

    /// Of everything, one after the other, so that a disturbance meets all alike.
    private static let rounds = 5

    package init(network: NetworkKind? = nil, batchSize: Int? = nil, threads: Int = min(256, ProcessorCount.online), seconds: Double = 1) {
        self.network = network
        self.batchSize = batchSize
        self.threads = threads
        self.seconds = seconds
    }

    private var networks: [NetworkKind] { network.map { [$0] } ?? NetworkKind.allCases }
    private var batchSizes: [Int] { batchSize.map { [$0] } ?? [32, 128] }
    /// 1, 2, 4 ... and all.
    private var threadCounts: [Int] { Array(sequence(first: 1) { $0 * 2 }.prefix { $0 < threads }) + [threads] }

    private func architecture(_ network: NetworkKind) -> Architecture {
        StepProbe.values(network, batchSize: 1).architecture(classCount: Emotion.names.count)
    }

    /// One thing that is measured, with what it is compared to.
    private final class Subject {
        let probe: any Probe
        let seconds: Double
        /// Threads whose peak it is compared to.
        let threads: Int
        var rates = Repetitions()

        init(_ probe: any Probe, seconds: Double, threads: Int) {
            (self.probe, self.seconds, self.threads) = (probe, seconds, threads)
            _ = probe.work()
        }
    }

    /// Measures everything.
    ///
    /// - Parameter progress: gets the share that is done, 0...1.
    /// - Throws: `ThreadError` where the system does not give as many threads; each measurement has its own.
    package func run(progress: (Double) -> Void = { _ in }) throws(ThreadError) -> BenchmarkReport {
        // Asked for at once, so that the sentence names the number that was asked for.
        _ = try WorkerPool(count: threads)
        func subject(_ probe: any Probe, _ threads: Int) -> Subject { Subject(probe, seconds: seconds, threads: threads) }
        let peaks = try threadCounts.map { count throws(ThreadError) in subject(try PeakProbe(threads: count), count) }
        let cases = networks.flatMap { network in batchSizes.flatMap { batch in [true, false].map { (network, batch, $0) } } }
        let steps = try cases.map { network, batch, trains throws(ThreadError) in
            let probe = try StepProbe(network, convolution, batchSize: batch, threads: threads, trains: trains)
            return (network: network, batch: batch, trains: trains, bytes: probe.byteCount, subject: subject(probe, threads))
        }
        let largest = batchSizes.max() ?? 128
        let scales = networks.flatMap { network in threadCounts.dropLast().map { (network, $0) } }
        let scaling = try scales.map { network, count throws(ThreadError) in
            (network: network, subject: subject(try StepProbe(network, convolution, batchSize: largest, threads: count, trains: true), count))
        }
        let faces = try networks.map { network throws(ThreadError) in
            (network: network, subject: subject(try StepProbe(network, convolution, batchSize: 1, threads: 1, trains: false), 1))
        }
        let plainLoad = subject(LoadProbe(batchSize: largest, augments: false), 1)
        let augmentedLoad = subject(LoadProbe(batchSize: largest, augments: true), 1)
        let kernels = try kernels().map { kernel throws(ThreadError) in
            (kernel: kernel, subject: subject(try KernelProbe(kernel.shape, convolution, kernel.pass, threads: threads), threads))
        }
        let all = steps.map(\.subject) + scaling.map(\.subject) + faces.map(\.subject) + [plainLoad, augmentedLoad] + kernels.map(\.subject)
        for round in 0..<Self.rounds {
            for (index, subject) in (peaks + all).enumerated() {
                subject.rates.add(subject.probe.rate(seconds: subject.seconds / Double(Self.rounds)))
                progress((Double(round) + Double(index + 1) / Double(peaks.count + all.count)) / Double(Self.rounds))
            }
        }

        func peak(_ threads: Int) -> Repetitions { (peaks.first { $0.threads == threads } ?? peaks[peaks.count - 1]).rates }
        func rate(_ network: NetworkKind, _ batch: Int, _ subject: Subject, trains: Bool) -> BenchmarkReport.Rate {
            let count = architecture(network).operationCount
            let share = subject.rates.over(peak(subject.threads), times: Double(trains ? count.training : count.forward))
            return BenchmarkReport.Rate(
                network: network.rawValue, batch: batch, threads: subject.threads, imagesPerSecond: subject.rates.median,
                spread: subject.rates.spread,
                shareOfLimit: share.median)
        }
        let train = steps.filter(\.trains).map { rate($0.network, $0.batch, $0.subject, trains: true) }
        func share(of load: Subject) -> [String: Double] {
            Dictionary(
                uniqueKeysWithValues: train.filter { $0.batch == largest }.map {
                    ($0.network, $0.imagesPerSecond / (load.rates.median * Double(threads)))
                })
        }
        return BenchmarkReport(
            peakGflops: peak(threads).median * 1e-9, peakSpread: peak(threads).spread, threads: threads, train: train,
            infer: steps.filter { !$0.trains }.map { rate($0.network, $0.batch, $0.subject, trains: false) },
            scaling: scaling.map { rate($0.network, largest, $0.subject, trains: true) } + train.filter { $0.batch == largest },
            kernels: kernels.map { kernel, subject in
                BenchmarkReport.Kernel(
                    network: kernel.network, layer: kernel.shape.name, shape: kernel.words, pass: kernel.pass.rawValue,
                    gflops: subject.rates.median * 1e-9, spread: subject.rates.spread,
                    shareOfPeak: subject.rates.over(peak(threads), times: 1).median)
            },
            oneFace: faces.map { .init(network: $0.network.rawValue, milliseconds: 1000 / $0.subject.rates.median) },
            memory: steps.filter(\.trains).map { .init(network: $0.network.rawValue, batch: $0.batch, threads: threads, bytes: $0.bytes) },
            batchPipelineShare: share(of: plainLoad), augmentedPipelineShare: share(of: augmentedLoad),
            megaflopsPerFace: Dictionary(
                uniqueKeysWithValues: networks.map { network in
                    let count = architecture(network).operationCount
                    return (network.rawValue, ["train": Double(count.training) * 1e-6, "infer": Double(count.forward) * 1e-6])
                }))
    }

    /// A pass of a layer.
    private struct Kernel {
        var network: String
        var shape: Architecture.Convolution
        var pass: KernelProbe.Pass
        var words: String {
            "\(shape.inputs)->\(shape.outputs), \(shape.kernelSize)x\(shape.kernelSize), \(shape.convolvedSide)x\(shape.convolvedSide)"
        }
    }

    /// Every pass that a step of one of the networks makes, each shape once.
    private func kernels() -> [Kernel] {
        var found: [Kernel] = []
        for network in networks {
            for shape in architecture(network).convolutions {
                for pass in KernelProbe.Pass.allCases {
                    let kernel = Kernel(network: network.rawValue, shape: shape, pass: pass)
                    guard pass != .inputGradient || shape.needsInputGradient, !found.contains(where: { $0.words == kernel.words && $0.pass == pass })
                    else {
                        continue
                    }
                    found.append(kernel)
                }
            }
        }
        return found
    }
}
