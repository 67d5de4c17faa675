import Engine
import Platform

/// Which runs are wanted: `val > 55 lr < 0.01 data = demo star`, conditions that must all hold.
///
/// A condition is a field, one of `= != < <= > >= ~` (`~`: contains) and a value, or a lone word that the name or the note contains. Fields are the
/// table's columns and every setting under its option's name.
package struct RunQuery: Sendable, Equatable {
    /// How a value is compared.
    enum Operator: String, Sendable, CaseIterable {
        case equal = "=", unequal = "!=", less = "<", atMost = "<=", greater = ">", atLeast = ">=", contains = "~"
    }

    enum Condition: Sendable, Equatable {
        case column(RunColumn, Operator, String)
        /// In the name or the note.
        case word(String)
        case starred
    }

    private let conditions: [Condition]

    /// Every run.
    package init() { conditions = [] }

    /// Reads what a person typed.
    ///
    /// - Throws: `QueryError`.
    package init(_ text: String) throws(QueryError) {
        var words = Self.words(of: text)[...]
        var conditions: [Condition] = []
        while let word = words.popFirst() {
            guard !Self.isOperator(word) else { throw QueryError(description: "'\(word)' needs a field before it, such as val \(word) 55") }
            guard let sign = words.first, Self.isOperator(sign) else {
                conditions.append(word.lowercased() == "star" ? .starred : .word(word.lowercased()))
                continue
            }
            words.removeFirst()
            conditions.append(try Self.condition(word, sign, words.popFirst()))
        }
        self.conditions = conditions
    }

    /// Whether it asks for anything.
    package var isEmpty: Bool { conditions.isEmpty }

    /// Whether a run is wanted.
    package func matches(_ run: RunOverview) -> Bool { conditions.allSatisfy { Self.holds($0, for: run) } }

    private static func condition(_ name: String, _ sign: String, _ value: String?) throws(QueryError) -> Condition {
        guard let column = column(called: name.lowercased()) else {
            throw QueryError(
                description:
                    "'\(name)' is no field: val, epoch, time, rate, state, data, network, name, note, star, or a setting such as lr, seed or batch-size"
            )
        }
        guard let comparison = Operator(rawValue: sign == "==" ? "=" : sign) else {
            throw QueryError(description: "'\(sign)' compares nothing: expected =, !=, <, <=, >, >= or ~")
        }
        guard let value, !isOperator(value) else { throw QueryError(description: "'\(name) \(sign)' needs a value behind it") }
        switch comparison {
        case .less, .atMost, .greater, .atLeast:
            guard Double(value) != nil else { throw QueryError(description: "\(name) \(sign) '\(value)': expected a number") }
        case .equal, .unequal, .contains: break
        }
        return .column(column, comparison, value)
    }

    /// Short names for what is asked most.
    private static let shortNames: [String: RunColumn] = [
        "name": .name, "run": .name, "state": .state, "val": .validation, "best": .validation, "epoch": .epoch, "time": .time, "rate": .rate,
        "note": .note, "data": .data, "network": .network, "lr": .setting(.learningRate), "batch": .setting(.batchSize),
        "norm": .setting(.normalisation),
    ]

    /// The column of that name, short or as the option; nil where there is none.
    package static func column(called name: String) -> RunColumn? { shortNames[name] ?? Setting.ID(rawValue: name).map { .setting($0) } }

    private static func holds(_ condition: Condition, for run: RunOverview) -> Bool {
        switch condition {
        case .starred: return run.note.isStarred
        case .word(let word): return run.name.lowercased().contains(word) || run.note.text.lowercased().contains(word)
        case .column(let column, let comparison, let wanted):
            guard let value = column.value(of: run) else { return comparison == .unequal }
            switch (value, Double(wanted)) {
            case (.number(let found), let number?): return compare(found, comparison, number)
            default:
                return texts(column, value, of: run).contains { compare($0.lowercased(), comparison, wanted.lowercased()) }
                    != (comparison == .unequal)
            }
        }
    }

    private static func compare(_ found: Double, _ comparison: Operator, _ wanted: Double) -> Bool {
        switch comparison {
        case .equal: found == wanted
        case .unequal: found != wanted
        case .less: found < wanted
        case .atMost: found <= wanted
        case .greater: found > wanted
        case .atLeast: found >= wanted
        case .contains: NumberText.shortest(found).contains(NumberText.shortest(wanted))
        }
    }

    /// `unequal` asks whether they are equal: of several texts none may be.
    private static func compare(_ found: String, _ comparison: Operator, _ wanted: String) -> Bool {
        switch comparison {
        case .equal, .unequal: found == wanted
        case .contains: found.contains(wanted)
        case .less, .atMost, .greater, .atLeast: false
        }
    }

    /// What a text may be called by: data by its path, its last part or its layout, a network by its kind too.
    private static func texts(_ column: RunColumn, _ value: RunColumn.Value, of run: RunOverview) -> [String] {
        switch column {
        case .data: [value.text, run.configuration?.data ?? "", run.layout]
        case .network: [value.text, run.configuration?.hyperparameters.network.rawValue ?? ""]
        default: [value.text]
        }
    }

    private static func isOperator(_ word: String) -> Bool { word.allSatisfy { "=<>!~".contains($0) } && !word.isEmpty }

    /// Words, signs and what stands in quotation marks.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        func isSign(_ character: Character) -> Bool { "=<>!~".contains(character) }
        func end() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        for character in text {
            if let mark = quote {
                if character == mark { (quote, _) = (nil, end()) } else { word.append(character) }
            } else if character == "\"" || character == "'" {
                end()
                quote = character
            } else if character.isWhitespace {
                end()
            } else {
                if let last = word.last, isSign(last) != isSign(character) { end() }
                word.append(character)
            }
        }
        end()
        return words
    }
}

/// A query that cannot be read.
package struct QueryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence.
    package let description: String
}
