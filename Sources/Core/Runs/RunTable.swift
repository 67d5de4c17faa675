import Platform

/// Runs as rows of words, the same in the dashboard and on standard output: the columns that every run has, and those settings that differ.
package struct RunTable: Sendable, Equatable {
    /// One column.
    package struct Column: Sendable, Equatable {
        /// What it shows.
        package let column: RunColumn
        /// Its heading.
        package let title: String
        /// Whether its cells end, not begin, under each other.
        package let isNumber: Bool
        /// By run.
        package let cells: [String]
        /// Whether all runs that have a value have the same.
        package let isUniform: Bool
        /// Of the longest cell or the title.
        package let width: Int

        init(_ column: RunColumn, isNumber: Bool, cells: [String]) {
            self.column = column
            title = column.title
            self.isNumber = isNumber
            self.cells = cells
            isUniform = Set(cells.filter { $0 != "-" }).count < 2
            width = cells.reduce(title.count) { max($0, $1.count) }
        }
    }

    /// In order: the runs' own, then the settings that differ.
    package let columns: [Column]

    /// - Parameters:
    ///   - compared: among which runs settings must differ to be shown.
    ///   - leavingOut: settings that are not shown; how many epochs were asked for stands beside those that are done.
    package init(_ runs: [RunOverview], comparing compared: [RunOverview]? = nil, leavingOut: Set<Setting.ID> = [.epochs]) {
        let differing = Setting.differing(among: compared ?? runs).filter { !leavingOut.contains($0.id) }.map { RunColumn.setting($0.id) }
        columns = (RunColumn.own + differing).map { column in
            Column(column, isNumber: Self.isNumber(column), cells: runs.map { Self.text(column, of: $0) })
        }
    }

    private static func isNumber(_ column: RunColumn) -> Bool {
        switch column {
        case .validation, .epoch, .time, .rate, .changed: true
        case .name, .state, .data, .network, .note: false
        case .setting(let id):
            switch Setting.field(id).kind {
            case .integer, .optionalInteger, .real, .decay: true
            case .choice, .choiceOrPath, .toggle, .path, .text: false
            }
        }
    }

    private static func text(_ column: RunColumn, of run: RunOverview) -> String {
        guard column.value(of: run) != nil else { return "-" }
        switch column {
        case .name: return (run.note.isStarred ? "* " : "") + run.name.inOneLine
        case .validation: return run.bestAccuracy.map { NumberText.fixed($0 * 100, 1) } ?? "-"
        case .epoch: return "\(run.epochs)/\(run.epochsAsked ?? 0)"
        case .time: return run.seconds.map { NumberText.clock($0) } ?? "-"
        case .rate: return run.imagesPerSecond.map { NumberText.grouped(Int(min($0, 1e9))) } ?? "-"
        case .setting(let id):
            let text = run.configuration.map { Setting.field(id).text(in: $0) } ?? ""
            return text.isEmpty ? "all" : text
        default: return column.value(of: run)?.text.inOneLine ?? "-"
        }
    }
}

/// A run as `--json` prints it.
package struct RunLine: Sendable, Encodable {
    private let run: String
    private let state: RunStanding
    private let reason: String?
    private let data: String?
    private let network: String?
    private let preset: Preset?
    private let bestValidationAccuracy: Double?
    private let bestEpoch: Int?
    private let epochs: Int
    private let epochsAsked: Int?
    private let seconds: Double?
    private let imagesPerSecond: Double?
    private let star: Bool
    private let note: String?
    private let settings: [String: String]

    /// - Parameter settings: those to name.
    package init(_ run: RunOverview, settings: [Setting]) {
        self.run = run.path
        state = run.standing
        reason = run.reason
        data = run.configuration?.data
        network = run.configuration == nil ? nil : run.network
        preset = run.configuration?.preset
        bestValidationAccuracy = run.bestAccuracy
        bestEpoch = run.bestEpoch
        epochs = run.epochs
        epochsAsked = run.epochsAsked
        seconds = run.seconds
        imagesPerSecond = run.imagesPerSecond
        star = run.note.isStarred
        note = run.note.text.isEmpty ? nil : run.note.text
        self.settings =
            run.configuration.map { configuration in
                Dictionary(settings.map { ($0.id.rawValue, $0.text(in: configuration)) }, uniquingKeysWith: { first, _ in first })
            } ?? [:]
    }

    /// One line.
    package var json: String { JSONText.line(self) }

    /// The last line of a sweep: its runs, and whether all of it was done.
    package static func sweep(_ runs: [RunLine], failures: [String], isWhole: Bool) -> String {
        struct Sweep: Encodable {
            let event = "sweep"
            let runs: [RunLine]
            let failures: [String]
            let isWhole: Bool
        }
        return JSONText.line(Sweep(runs: runs, failures: failures, isWhole: isWhole))
    }
}
