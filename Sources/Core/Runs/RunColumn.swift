import Platform

/// What runs are compared by in a table: a value of their own, or a setting.
package enum RunColumn: Sendable, Hashable {
    case name, state, data, network, validation, epoch, time, rate, note, changed
    case setting(Setting.ID)

    /// A run's value in this column.
    package enum Value: Sendable, Equatable {
        case number(Double)
        case text(String)

        /// As it stands, without a unit.
        package var text: String {
            switch self {
            case .number(let number): NumberText.shortest(number)
            case .text(let text): text
            }
        }
    }

    /// Its heading, and its name in a filter.
    package var title: String {
        switch self {
        case .name: "run"
        case .state: "state"
        case .data: "data"
        case .network: "network"
        case .validation: "val"
        case .epoch: "epoch"
        case .time: "time"
        case .rate: "img/s"
        case .note: "note"
        case .changed: "changed"
        case .setting(.learningRate): "lr"
        case .setting(.batchSize): "batch"
        case .setting(let id): Setting.field(id).label
        }
    }

    /// Those that every table has, in its order.
    package static let own: [RunColumn] = [.name, .state, .validation, .epoch, .time, .rate, .data, .network]

    /// The value of `run`; nil where it has none. Accuracy in per cent, time in seconds.
    package func value(of run: RunOverview) -> Value? {
        switch self {
        case .name: .text(run.name)
        case .state: .text(run.standing.rawValue)
        case .data: run.configuration == nil ? nil : .text(run.dataName)
        case .network: run.configuration == nil ? nil : .text(run.network)
        // 0.55 is 55 per cent, not a little more.
        case .validation: run.bestAccuracy.map { .number(($0 * 1e9).rounded() / 1e7) }
        case .epoch: run.configuration == nil ? nil : .number(Double(run.epochs))
        case .time: run.seconds.map { .number($0) }
        case .rate: run.imagesPerSecond.map { .number($0) }
        case .note: run.note.text.isEmpty ? nil : .text(run.note.text)
        case .changed: .number(run.changed)
        case .setting(let id):
            run.configuration.map { configuration in
                let text = Setting.field(id).text(in: configuration)
                return Double(text).map { .number($0) } ?? .text(text)
            }
        }
    }
}

/// By what a table of runs is ordered.
package struct RunOrder: Sendable, Equatable {
    /// What counts.
    package var column: RunColumn
    /// Whether the greatest comes first.
    package var isDescending: Bool

    /// Memberwise.
    package init(_ column: RunColumn = .changed, isDescending: Bool = true) {
        self.column = column
        self.isDescending = isDescending
    }

    /// `runs` in this order; those without a value come last whichever way it goes, and equals stay as they were.
    package func sorted(_ runs: [RunOverview]) -> [RunOverview] {
        let values = runs.map { column.value(of: $0) }
        return runs.indices.sorted { left, right in
            switch (values[left], values[right]) {
            case (nil, nil): return left < right
            case (nil, _): return false
            case (_, nil): return true
            case (let first?, let second?):
                let order = Self.compare(first, second)
                return order == 0 ? left < right : isDescending ? order > 0 : order < 0
            }
        }.map { runs[$0] }
    }

    /// Below, at or above 0; numbers come before words.
    private static func compare(_ left: RunColumn.Value, _ right: RunColumn.Value) -> Int {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right ? -1 : left > right ? 1 : 0
        case (.number, .text): -1
        case (.text, .number): 1
        case (.text(let left), .text(let right)): left < right ? -1 : left > right ? 1 : 0
        }
    }
}

extension Setting {
    /// The settings in which runs differ, in the form's order; folder and name do not count.
    package static func differing(among runs: [RunOverview]) -> [Setting] {
        let configurations = runs.compactMap(\.configuration)
        guard let first = configurations.first else { return [] }
        return all.filter { field in
            switch field.id {
            // The network's name and the data have columns of their own; threads change no result.
            case .data, .network, .name, .runs, .threads, .skipBad, .keepEvery: return false
            default:
                let text = field.text(in: first)
                return configurations.contains { field.text(in: $0) != text }
            }
        }
    }
}
