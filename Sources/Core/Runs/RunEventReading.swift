import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RunEvent {
    /// Reads what `jsonLine` writes; nil for anything else, and for an epoch that no run can have had.
    package init?(jsonLine line: some Sequence<UInt8>) {
        let bytes = Array(line)
        let event: RunEvent? =
            switch JSONText.read(Kind.self, from: bytes)?.event {
            case "start": JSONText.read(RunStart.self, from: bytes).map { .start($0) }
            case "epoch": JSONText.read(EpochRecord.self, from: bytes).flatMap { $0.isValid ? .epoch($0) : nil }
            case "warning": JSONText.read(TrainingWarning.self, from: bytes).map { .warning($0) }
            case "recovery": JSONText.read(Recovery.self, from: bytes).map { .recovery($0) }
            case "change": JSONText.read(LiveChange.self, from: bytes).map { .change($0) }
            case "finished": JSONText.read(RunFinish.self, from: bytes).map { .finished($0) }
            case "stopped": JSONText.read(RunStop.self, from: bytes).map { .stopped($0) }
            default: nil
            }
        guard let event else { return nil }
        self = event
    }

    private struct Kind: Decodable { let event: String }
}

extension JSONText {
    /// Reads what the others write; nil for anything else.
    static func read<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try? decoder.decode(type, from: Data(bytes))
    }
}
