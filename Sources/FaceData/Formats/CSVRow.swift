import Platform

/// Reads one row of a CSV of faces, byte by byte, without making text of it.
struct CSVRow {
    /// The part a row belongs to.
    enum Usage: UInt8, Sendable {
        case training, publicTest, privateTest

        static let expected = "Training, PublicTest or PrivateTest"

        /// What a word in the column Usage means, whatever its case.
        init?(word: String) {
            switch word.lowercased() {
            case "training": self = .training
            case "publictest": self = .publicTest
            case "privatetest": self = .privateTest
            default: return nil
            }
        }
    }

    /// What is wrong with a row.
    struct Fault: Error, Sendable, Equatable {
        var found: String
        var expected: String
        /// Whether more of the same row could mend it.
        var isIncomplete = false
    }

    let header: CSVHeader
    /// Ids below it are labels.
    var classCount = Emotion.names.count

    /// Reads the row at `line` and appends its pixels.
    ///
    /// - Parameter isCutOff: whether the file ends without a line's end here.
    /// - Returns: label and part; label 0 where the file has none.
    func read(_ line: UnsafeBufferPointer<UInt8>, isCutOff: Bool, into pixels: inout [UInt8]) throws(Fault) -> (label: UInt8, usage: Usage) {
        let before = pixels.count
        do throws(Fault) {
            return try fields(line, into: &pixels)
        } catch {
            let values = pixels.count - before
            pixels.removeLast(values)
            guard isCutOff, error.isIncomplete else { throw error }
            throw Fault(found: "the end of the file in mid-row, after \(NumberText.grouped(values)) pixel values", expected: "a whole row with 2,304")
        }
    }

    private func fields(_ line: UnsafeBufferPointer<UInt8>, into pixels: inout [UInt8]) throws(Fault) -> (label: UInt8, usage: Usage) {
        var position = 0
        var (label, usage) = (UInt8(0), Usage.training)
        for column in header.names.indices {
            guard position <= line.count else {
                let expected = "\(NumberText.grouped(header.names.count)) (\(header.shortNames))"
                throw Fault(found: column == 1 ? "1 column" : "\(column) columns", expected: expected, isIncomplete: true)
            }
            // The quotes of a field that begins with one end at the next.
            var start = position
            while start < line.count, line[start] == UInt8(ascii: " ") { start += 1 }
            let isQuoted = start < line.count && line[start] == UInt8(ascii: "\"")
            let first = isQuoted ? start + 1 : position
            if column == header.pixels {
                position = try readPixels(line, from: first, isQuoted: isQuoted, into: &pixels)
            } else {
                let ending = UInt8(ascii: isQuoted ? "\"" : ",")
                var end = first
                while end < line.count, line[end] != ending { end += 1 }
                let text = UnsafeBufferPointer(rebasing: line[first..<end])
                if column == header.emotion { label = try readLabel(text) }
                if column == header.usage { usage = try readUsage(text) }
                position = end
            }
            guard !isQuoted || position < line.count else {
                throw Fault(found: "a quote that does not end", expected: "a second quote behind the field", isIncomplete: true)
            }
            while position < line.count, line[position] != UInt8(ascii: ",") { position += 1 }
            position += 1
        }
        return (label, usage)
    }

    /// Reads numbers up to the field's end and returns where that is.
    private func readPixels(_ line: UnsafeBufferPointer<UInt8>, from first: Int, isQuoted: Bool, into pixels: inout [UInt8]) throws(Fault) -> Int {
        let ending = UInt8(ascii: isQuoted ? "\"" : ",")
        var (count, position) = PixelText.read(line, from: first, limit: FaceSet.pixelsPerFace, into: &pixels)
        while true {
            while position < line.count, Self.isBlank(line[position]) { position += 1 }
            guard position < line.count, line[position] != ending else { break }
            let start = position
            var value = 0
            while position < line.count, case let digit = line[position] &- 48, digit < 10 {
                if value < 1000 { value = value * 10 + Int(digit) }
                position += 1
            }
            guard position > start, value <= 255, position == line.count || Self.isBlank(line[position]) || line[position] == ending else {
                var end = start
                while end < line.count, !Self.isBlank(line[end]), line[end] != ending { end += 1 }
                let word = String(decoding: line[start..<min(end, start + 20)], as: UTF8.self)
                throw Fault(found: "'\(word)' as pixel value \(count + 1)", expected: "a whole number 0...255")
            }
            // More are counted, but not kept: a hostile row must not fill the memory.
            if count < FaceSet.pixelsPerFace { pixels.append(UInt8(value)) }
            count += 1
        }
        guard count == FaceSet.pixelsPerFace else {
            throw Fault(
                found: "\(NumberText.grouped(count)) pixel values", expected: "2,304 (48x48)", isIncomplete: count < FaceSet.pixelsPerFace)
        }
        return position
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private func readLabel(_ text: UnsafeBufferPointer<UInt8>) throws(Fault) -> UInt8 {
        let word = String(decoding: text, as: UTF8.self).trimmed
        guard let value = Int(word), (0..<classCount).contains(value) else {
            throw Fault(found: "emotion '\(word.prefix(20))'", expected: Self.expectedLabel(classCount: classCount))
        }
        return UInt8(value)
    }

    /// `0...6 (0 angry, 1 disgust, ...)`.
    static func expectedLabel(classCount: Int) -> String {
        let names = ClassName.known.prefix(classCount).enumerated().map { "\($0) \($1)" }
        return "0...\(classCount - 1) (\(names.joined(separator: ", ")))"
    }

    private func readUsage(_ text: UnsafeBufferPointer<UInt8>) throws(Fault) -> Usage {
        let word = String(decoding: text, as: UTF8.self).trimmed
        guard let usage = Usage(word: word) else { throw Fault(found: "Usage '\(word.prefix(20))'", expected: Usage.expected) }
        return usage
    }
}
