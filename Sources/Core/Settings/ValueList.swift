import Platform

/// Several values of one setting as a person types them: `0.001, 0.003, 0.01`, `1...3`, `0.001...0.1 x3`.
///
/// A range of whole numbers means each of them; `xN` means N values between its ends, for settings that go by powers of ten as even factors, for others
/// as even steps. Lists and ranges may be mixed.
package enum ValueList {
    /// So many values at most.
    static let limit = 1000

    /// Whether `text` is a list or a range, not one value.
    package static func isList(_ text: String, for field: Setting) -> Bool {
        field.takesList && (text.contains(",") || text.contains("..."))
    }

    /// The values of `text`, each as the field writes it, without repetitions.
    ///
    /// - Throws: `SettingError` for what the field does not take, and for a range that cannot be read.
    package static func values(_ text: String, of field: Setting, in configuration: RunConfiguration) throws(SettingError) -> [String] {
        var values: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = String(part).trimmed
            let expanded = word.contains("...") ? try range(word, of: field) : [word]
            for value in expanded {
                var copy = configuration
                try field.set(value, in: &copy)
                let written = field.text(in: copy)
                if !values.contains(written) { values.append(written) }
            }
            guard values.count <= limit else { throw SettingError(option: field.option, found: text, expected: "at most \(limit) values") }
        }
        return values
    }

    private static func range(_ text: String, of field: Setting) throws(SettingError) -> [String] {
        let isWhole: Bool
        let isLogarithmic: Bool
        switch field.kind {
        case .integer, .optionalInteger: (isWhole, isLogarithmic) = (true, false)
        case .real(_, _, let logarithmic): (isWhole, isLogarithmic) = (false, logarithmic)
        case .decay: (isWhole, isLogarithmic) = (false, false)
        case .choice, .choiceOrPath, .toggle, .path, .text:
            throw SettingError(option: field.option, found: text, expected: "words with commas between them")
        }
        let error = SettingError(
            option: field.option, found: text, expected: isWhole ? "a range such as 1...3, or 10...100 x4" : "a range such as 0.001...0.1 x3")
        let ends = text.split(separator: "...", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
        guard ends.count == 2, let first = Double(ends[0]) else { throw error }
        let behind = ends[1].split(whereSeparator: { $0 == "x" || $0 == "X" }).map { String($0).trimmed }
        guard let word = behind.first, let last = Double(word), first.isFinite, last.isFinite, last > first else { throw error }
        if behind.count == 1 {
            guard isWhole, let low = Int(ends[0]), let high = Int(word), high - low < limit else { throw error }
            return (low...high).map { String($0) }
        }
        guard behind.count == 2, let count = Int(behind[1]), (2...limit).contains(count), !isLogarithmic || first > 0 else { throw error }
        return (0..<count).map { index in
            let share = Double(index) / Double(count - 1)
            let value = isLogarithmic ? first * pow(last / first, share) : first + (last - first) * share
            return isWhole ? String(Int(value.rounded())) : NumberText.shortest(value.rounded(digits: 3))
        }
    }
}

extension Double {
    /// To so many significant digits, as the decimal number that is nearest.
    func rounded(digits: Int) -> Double {
        guard self != 0, isFinite else { return self }
        let power = digits - 1 - Int(log10(abs(self)).rounded(.down))
        // Divided by a whole power where it can be: 0.003 and not 0.0030000000000000001.
        let scale = pow(10, Double(abs(power)))
        return power >= 0 ? (self * scale).rounded() / scale : (self / scale).rounded() * scale
    }
}
