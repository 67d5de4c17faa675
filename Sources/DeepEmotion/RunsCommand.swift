import Platform
import Core
import TUI

/// What `runs` was asked for.
struct RunsArguments {
    var folder = RunConfiguration().runsFolder
    var query = RunQuery()
    var order = RunOrder()
    var printsJSON = false

    static let help = """
        deep-emotion runs [options]

        All runs under the runs folder, those that changed last first: state, best validation accuracy in per cent, epochs, time, images/s, data,
        network, and the settings in which they differ. A run that a process trains is training or paused; one that nobody trains and that has not
        ended is crashed, and can be taken up again with deep-emotion train --resume.

          --runs DIR       The runs folder. [runs]
          --filter QUERY   Only runs for which all of it holds: 'val > 55 lr < 0.01 data = demo star'. Fields are val, epoch, time (seconds), rate,
                           state, data, network, name, note and every setting; = != < <= > >= compare, ~ asks whether it is contained.
                           A word alone is looked for in name and note, star asks for runs with a star.
          --sort FIELD     By val, epoch, time, rate, name, state, data, network or a setting; the highest first, with a minus before it the lowest.
          --json           One JSON object a run and line on standard output, and nothing else.

        """

    /// nil where help was asked for.
    static func parse(_ words: some Sequence<String>) throws -> RunsArguments? {
        var reader = ArgumentReader(words)
        var arguments = RunsArguments()
        while let option = try reader.nextOption() {
            switch option.name {
            case "--help", "-h": return nil
            case "--json": arguments.printsJSON = true
            case "--runs": arguments.folder = try reader.value(of: option, expected: "the runs folder")
            case "--filter": arguments.query = try query(reader.value(of: option, expected: "conditions such as 'val > 55'"))
            case "--sort": arguments.order = try order(reader.value(of: option, expected: "a field such as val"))
            default: throw UsageError(unknown: option.name, of: "runs", known: ["--runs", "--filter", "--sort", "--json"])
            }
        }
        return arguments
    }

    private static func query(_ text: String) throws(UsageError) -> RunQuery {
        do throws(QueryError) { return try RunQuery(text) } catch { throw UsageError(description: "--filter: \(error.description)") }
    }

    private static func order(_ text: String) throws(UsageError) -> RunOrder {
        let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
        guard let column = RunQuery.column(called: name.lowercased()) else {
            throw UsageError(description: "--sort '\(text)': expected val, epoch, time, rate, name, state, data, network or a setting")
        }
        return RunOrder(column, isDescending: !text.hasPrefix("-"))
    }
}

/// `deep-emotion runs`: the table without a screen.
enum RunsCommand {
    /// Returns the process's exit code.
    static func run(_ arguments: RunsArguments) throws(FileError) -> Int32 {
        let index = RunIndex(arguments.folder)
        let all = try index.runs()
        let runs = arguments.order.sorted(all.filter(arguments.query.matches))
        if arguments.printsJSON {
            let settings = Setting.all.filter { ![.data, .preset, .name, .runs].contains($0.id) }
            Output.print(runs.map { RunLine($0, settings: settings).json + "\n" }.joined())
        } else if runs.isEmpty {
            Output.complain(all.isEmpty ? "\(index.folder): no runs" : "none of \(all.count) runs in \(index.folder) is asked for")
        } else {
            Output.print(text(runs))
        }
        return Output.stopReason?.exitCode ?? 0
    }

    /// The table, and below it why some cannot be read or did not end well.
    static func text(_ runs: [RunOverview]) -> String {
        let columns = RunTable(runs).columns
        func line(_ cells: [String]) -> String {
            var text = zip(columns, cells).map { column, cell in
                let blanks = String(repeating: " ", count: max(0, column.width - cell.count))
                return column.isNumber ? blanks + cell : cell + blanks
            }.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text
        }
        var lines = [line(columns.map(\.title))]
        lines += runs.indices.map { index in line(columns.map { $0.cells[index] }) }
        let remarks = runs.filter { $0.standing == .unreadable || $0.standing == .crashed }.compactMap { run in
            run.reason.map { "\(run.name.inOneLine): \($0.inOneLine)" }
        }
        if !remarks.isEmpty { lines += [""] + remarks }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// What `watch` was asked for.
struct WatchArguments {
    var configuration = RunConfiguration()
    /// What opens: a run, or the table of all.
    var place = Dashboard.Place.runs

    static let help = """
        deep-emotion watch [RUN] [--runs DIR]

        The dashboard on a run, be it one that another process trains: it can be watched, paused, stopped and given another learning rate, and goes on
        when the dashboard is left. RUN is the run's folder or its name under the runs folder; without it the table of all runs opens.

        """

    /// nil where help was asked for.
    static func parse(_ words: some Sequence<String>) throws -> WatchArguments? {
        var reader = ArgumentReader(words)
        var arguments = WatchArguments()
        var name: String?
        func take(_ path: String) throws(UsageError) {
            guard name == nil else { throw UsageError(description: "'\(path)': one run at a time") }
            name = path
        }
        while let option = try reader.nextOption(path: take) {
            switch option.name {
            case "--help", "-h": return nil
            case "--runs": arguments.configuration.runsFolder = try reader.value(of: option, expected: "the runs folder")
            default: throw UsageError(unknown: option.name, of: "watch", known: ["--runs"])
            }
        }
        guard let name else { return arguments }
        guard let path = RunIndex.path(of: name, in: arguments.configuration.runsFolder) else {
            throw ResumeError.noRun(name: name, runsFolder: arguments.configuration.runsFolder)
        }
        // The table is that of the folder it lies in.
        arguments.configuration.runsFolder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        arguments.place = .run(path)
        return arguments
    }
}
