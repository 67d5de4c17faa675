@testable import Engine
import Testing

@testable import Core

@Suite struct BenchmarkTests {
    /// docs/NETWORKS.md, Operations: 16.7 and 22.1 MFLOP a face and step, 5.8 and 7.8 for inference.
    @Test func operationsAreCountedAsPublished() {
        func rounded(_ network: NetworkKind) -> [Int] {
            let count = Architecture(network, sampler: .corners, classCount: 7).operationCount
            return [count.training, count.forward].map { Int((Double($0) / 1e5).rounded()) }
        }
        #expect(rounded(.paper) == [167, 58])
        #expect(rounded(.series) == [221, 78])
    }

    @Test func mediansAndSpreadsAreWhatTheySay() {
        var repetitions = Repetitions()
        for value in [4.0, 1, 2, 8, 3] { repetitions.add(value) }
        #expect(repetitions.median == 3)
        #expect(repetitions.spread == 7.0 / 3)
        var others = Repetitions()
        for value in [8.0, 4, 4, 32, 6] { others.add(value) }
        #expect(repetitions.over(others, times: 2).values == [1, 0.5, 1, 0.5, 1])
    }

    /// Every row is there, and what it is made of.
    @Test func aSmallRunMeasuresEverything() throws {
        var shares: [Double] = []
        let report = try Benchmark(network: .series, batchSize: 17, threads: 2, seconds: 0.001).run { shares.append($0) }
        #expect(shares.last == 1 && shares == shares.sorted())
        #expect(report.peakGflops > 0 && report.threads == 2)
        #expect(report.train.map(\.batch) == [17] && report.infer.map(\.threads) == [2])
        #expect(report.scaling.map(\.threads) == [1, 2])
        #expect(report.train.allSatisfy { $0.imagesPerSecond > 0 && $0.shareOfLimit > 0 && $0.spread >= 0 })
        #expect(report.batchPipelineShare.keys.sorted() == ["series"] && report.augmentedPipelineShare.keys.sorted() == ["series"])
        #expect(report.batchPipelineShare.values.allSatisfy { $0 > 0 } && report.augmentedPipelineShare.values.allSatisfy { $0 > 0 })
        // Six layers with three passes, but for the input gradient of the one that reads the face.
        #expect(report.kernels.count == 17)
        #expect(report.kernels.allSatisfy { $0.gflops > 0 })
        for key in ["peakGflops", "train", "infer", "kernels", "scaling", "imagesPerSecond", "shareOfLimit", "spread", "network", "batch", "threads"]
        {
            #expect(report.json.contains("\"\(key)\":"), "\(key)")
        }
    }
}
