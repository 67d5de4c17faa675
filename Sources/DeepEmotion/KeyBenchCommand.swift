import Platform
import Core

/// `deep-emotion bench --keys`.
enum KeyBenchCommand {
    /// Returns the process's exit code.
    static func run(_ words: some Sequence<String>) throws(UsageError) -> Int32 {
        var reader = ArgumentReader(words)
        var bench = KeyBench()
        var printsJSON = false
        while let option = try reader.nextOption() {
            switch option.name {
            case "--help", "-h":
                Output.print(BenchCommand.help)
                return 0
            case "--json": printsJSON = true
            case "--keys":
                guard let word = reader.optionalValue(of: option) else { break }
                guard let count = Int(word), (10...100_000).contains(count) else {
                    throw UsageError(description: "--keys '\(word)': expected 10...100,000")
                }
                bench.count = count
            default: throw UsageError(description: "\(option.name) does not go with --keys; see deep-emotion bench --help")
            }
        }
        let showsProgress = isatty(STDERR_FILENO) == 1
        let times: [Double]
        do throws(KeyBench.Failure) {
            times = try bench.run { if showsProgress { Output.write("\rkey \($0) of \(bench.count) ", to: STDERR_FILENO) } }
        } catch {
            Output.complain(error.description)
            return 1
        }
        if showsProgress { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
        func quantile(_ share: Double) -> String { NumberText.fixed(times[min(times.count - 1, Int(share * Double(times.count)))], 2) }
        Output.print(
            printsJSON
                ? "{\"keys\":\(times.count),\"max\":\(quantile(1)),\"p50\":\(quantile(0.5)),\"p90\":\(quantile(0.9)),\"p99\":\(quantile(0.99))}\n"
                : "from key to screen while a run trains on all processors, \(times.count) keys at \(bench.columns)x\(bench.rows):\n"
                    + "  median \(quantile(0.5)) ms, 90 % within \(quantile(0.9)) ms, 99 % within \(quantile(0.99)) ms, slowest \(quantile(1)) ms\n")
        return 0
    }
}
