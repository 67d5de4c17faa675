#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON as this program writes it: keys in alphabetical order, so that the same content gives the same text.
package enum JSONText {
    /// In one line. NaN and infinities are encoded as strings.
    package static func line(_ value: some Encodable) -> String { encode(value, []) }

    /// For people to read.
    package static func pretty(_ value: some Encodable) -> String { encode(value, .prettyPrinted) + "\n" }

    private static func encode(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        guard let data = try? encoder.encode(value) else { preconditionFailure("\(type(of: value)) is encodable") }
        return String(decoding: data, as: UTF8.self)
    }
}
