import Platform
import Core

/// `deep-emotion bench`: how near training comes to what this machine can do.
enum BenchCommand {
    static let help = """
        deep-emotion bench [options]

        Measures the machine's multiply-add peak on the spot and, in the same run, images/s of training and inference, GFLOP/s of each kernel and
        scaling over threads. Everything is measured in turn several times; numbers are medians, with the spread from slowest to fastest.

          --network paper|series   One of the networks. [both]
          --batch-size N           One batch size, 1...4,096. [32 and 128]
          --convolution METHOD     winograd or direct, see deep-emotion train --help. [winograd]
          --threads N              Worker threads, 1...256. [one a processor]
          --seconds S              For each measurement, 0.05...60. [1]
          --keys [N]               Instead: how long the dashboard takes from a key to the screen while a run trains, N keys, 10...100,000. [200]
          --json                   One JSON object on standard output, and nothing else.

        """

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws(UsageError) -> (benchmark: Benchmark, printsJSON: Bool)? {
        var reader = ArgumentReader(words)
        var benchmark = Benchmark()
        var printsJSON = false
        while let option = try reader.nextOption() {
            switch option.name {
            case "--help", "-h": return nil
            case "--json": printsJSON = true
            case "--network": benchmark.network = try reader.choice(of: option)
            case "--batch-size": benchmark.batchSize = try reader.number(of: option, in: 1...4096)
            case "--convolution": benchmark.convolution = try reader.choice(of: option)
            case "--threads": benchmark.threads = try reader.number(of: option, in: 1...256)
            case "--seconds":
                benchmark.seconds = try reader.value(of: option, "0.05...60") { Double($0).flatMap { (0.05...60).contains($0) ? $0 : nil } }
            default:
                let known = ["--network", "--batch-size", "--convolution", "--threads", "--seconds", "--json"]
                throw UsageError(unknown: option.name, of: "bench", known: known)
            }
        }
        return (benchmark, printsJSON)
    }

    /// Returns the process's exit code.
    static func run(_ benchmark: Benchmark, printsJSON: Bool) -> Int32 {
        let showsProgress = isatty(STDERR_FILENO) == 1
        let report: BenchmarkReport
        do throws(ThreadError) {
            report = try benchmark.run { share in
                if showsProgress { Output.write("\rmeasuring \(Int(share * 100)) % ", to: STDERR_FILENO) }
            }
        } catch {
            Output.complain(error.description)
            return 1
        }
        if showsProgress { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
        Output.print(printsJSON ? report.json + "\n" : BenchmarkText.text(report))
        return 0
    }
}

/// A report as tables.
enum BenchmarkText {
    static func text(_ report: BenchmarkReport) -> String {
        let threads = "\(report.threads) \(report.threads == 1 ? "thread" : "threads")"
        var lines = [
            "peak of \(threads): \(NumberText.fixed(report.peakGflops, 1)) GFLOP/s "
                + "(spread \(NumberText.percent(report.peakSpread)))",
            BenchmarkReport.countingRules,
        ]
        for (name, cost) in report.megaflopsPerFace.sorted(by: { $0.key < $1.key }) {
            let (step, inference) = (NumberText.fixed(cost["train"] ?? 0, 1), NumberText.fixed(cost["infer"] ?? 0, 1))
            lines.append("\(name): \(step) MFLOP a face and training step, \(inference) for inference")
        }
        for (title, rates) in [("training", report.train), ("inference", report.infer), ("training by threads", report.scaling)] {
            lines += ["", columns([title, "batch", "threads", "images/s", "spread", "of the limit"], [22, 6, 8, 10, 8, 13])]
            lines += rates.map { rate in
                columns(
                    [
                        rate.network, String(rate.batch), String(rate.threads), NumberText.grouped(Int(rate.imagesPerSecond)),
                        NumberText.percent(rate.spread), NumberText.percent(rate.shareOfLimit),
                    ], [22, 6, 8, 10, 8, 13])
            }
        }
        lines += ["", columns(["kernel", "shape", "pass", "GFLOP/s", "spread", "of the peak"], [22, 22, 16, 10, 8, 13])]
        lines += report.kernels.map { kernel in
            columns(
                [
                    "\(kernel.network) \(kernel.layer)", kernel.shape, kernel.pass, NumberText.fixed(kernel.gflops, 1),
                    NumberText.percent(kernel.spread), NumberText.percent(kernel.shareOfPeak),
                ], [22, 22, 16, 10, 8, 13])
        }
        lines.append("")
        lines += report.oneFace.map { "one face, one thread, \($0.network): \(NumberText.fixed($0.milliseconds, 2)) ms" }
        lines += report.memory.map {
            "memory beside the faces, \($0.network), batch \($0.batch): \(NumberText.fixed(Double($0.bytes) / 1e6, 1)) MB for \(threads)"
        }
        lines += report.batchPipelineShare.sorted { $0.key < $1.key }.map { network, share in
            "making a batch, \(network): \(NumberText.percent(share)) of a training step, \(NumberText.percent(report.augmentedPipelineShare[network] ?? 0)) with all augmentation"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first one, and words in general, to the left; numbers to the right.
    private static func columns(_ words: [String], _ widths: [Int]) -> String {
        zip(words, widths).enumerated().map { index, pair in
            let blanks = String(repeating: " ", count: max(0, pair.1 - pair.0.count))
            return index < words.count - (words.count == 6 && widths[1] > 10 ? 3 : 5) ? pair.0 + blanks : blanks + pair.0
        }.joined()
    }
}
