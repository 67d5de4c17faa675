import Platform
import Core

/// The table of runs, and what it shows of those that are marked.
struct RunsState: Sendable {
    /// What is in sight.
    enum View: Sendable, Equatable {
        case table
        /// Curves of several runs over each other.
        case curves
        /// In what two runs differ.
        case difference
    }

    /// Which curves are laid over each other.
    enum CurveKind: Sendable, CaseIterable { case accuracy, loss, trainAccuracy, trainLoss }

    /// What is being typed.
    enum Typing: Sendable, Equatable {
        case filter(TextEntry)
        case note(TextEntry)
    }

    /// The runs folder.
    private(set) var folder: String
    /// All runs, those that changed last first; nil before the first look.
    private(set) var all: [RunOverview]?
    /// Those that are asked for, in order.
    private(set) var shown: [RunOverview] = []
    /// The words of `shown`.
    private(set) var table = RunTable([])
    /// Why the folder cannot be read.
    private(set) var complaint: String?
    private(set) var order = RunOrder()
    private(set) var filter = ""
    private var query = RunQuery()
    /// What is being typed.
    var typing: Typing?
    /// The folder of the run under the cursor.
    private(set) var cursor: String?
    /// Folders of marked runs, in the order in which they were marked.
    private(set) var marked: [String] = []
    var view = View.table
    var curveKind = CurveKind.accuracy
    /// Lines of the difference that are scrolled past.
    var differencePast = 0
    /// By folder, with the time of the files that they were read from.
    private(set) var curves: [String: (changed: Double, curve: RunCurve)] = [:]
    /// Whether an answer is awaited.
    private(set) var isReading = false
    /// The screen that Esc goes back to.
    var cameFrom = AppState.Screen.data

    /// So many curves can be told from each other.
    static let curveLimit = 8

    /// Of `folder`, nothing read yet.
    init(folder: String) { self.folder = folder }

    /// The run under the cursor.
    var run: RunOverview? { shown.first { $0.path == cursor } }

    /// Marked runs, or the one under the cursor where none is.
    var chosen: [RunOverview] {
        let chosen = marked.compactMap { path in all?.first { $0.path == path } }
        return chosen.isEmpty ? run.map { [$0] } ?? [] : chosen
    }

    /// The two that are compared: two that are marked, or a marked one and the one under the cursor.
    var pair: (RunOverview, RunOverview)? {
        let marked = marked.compactMap { path in all?.first { $0.path == path } }
        if marked.count == 2 { return (marked[0], marked[1]) }
        guard marked.count == 1, let run, run.path != marked[0].path else { return nil }
        return (marked[0], run)
    }

    /// The letter of a marked run.
    func letter(of path: String) -> String? {
        marked.firstIndex(of: path).map { $0 < 26 ? String(UnicodeScalar(UInt8(65 + $0))) : "+" }
    }

    /// What is wrong with the filter that is typed; nil where it can be taken.
    var filterError: QueryError? {
        guard case .filter(let entry) = typing else { return nil }
        do throws(QueryError) { _ = try RunQuery(entry.text) } catch { return error }
        return nil
    }

    /// Goes to another runs folder; what was known of the one before is forgotten.
    mutating func go(to folder: String) {
        guard folder != self.folder else { return }
        let cameFrom = cameFrom
        self = RunsState(folder: folder)
        self.cameFrom = cameFrom
    }

    /// Asks for the runs, unless an answer is awaited.
    mutating func look() -> [Effect] {
        guard !isReading else { return [] }
        isReading = true
        return [.listRuns(folder: folder)]
    }

    /// Takes the runs of `folder`.
    ///
    /// - Parameter queue: what is still to be trained, in order; it stands in the table as long as nothing of it is in the folder.
    mutating func take(_ result: Result<[RunOverview], FileError>, of folder: String, queue: [RunConfiguration] = []) {
        guard folder == self.folder else { return }
        isReading = false
        switch result {
        case .success(let found):
            complaint = nil
            let names = Set(found.map(\.name))
            let runs = found + queue.filter { $0.runsFolder == folder && !names.contains($0.name ?? "") }.map { RunOverview(waiting: $0) }
            guard runs != all else { return }
            all = runs
            marked.removeAll { path in !runs.contains { $0.path == path } }
            arrange()
        case .failure(let error):
            all = all ?? []
            complaint = error.description
        }
    }

    /// Takes curves that were read.
    mutating func take(_ read: [RunCurve]) {
        for curve in read { curves[curve.path] = (all?.first { $0.path == curve.path }?.changed ?? 0, curve) }
    }

    /// Folders of chosen runs whose curves are not known, or have grown.
    var missingCurves: [String] {
        chosen.prefix(Self.curveLimit).filter { curves[$0.path]?.changed != $0.changed }.map(\.path)
    }

    /// Filters and sorts; the cursor stays on its run, or where it was.
    private mutating func arrange() {
        let before = shown.firstIndex { $0.path == cursor } ?? 0
        shown = order.sorted((all ?? []).filter(query.matches))
        table = RunTable(shown, comparing: all ?? [])
        if !shown.contains(where: { $0.path == cursor }) { cursor = shown.isEmpty ? nil : shown[min(before, shown.count - 1)].path }
    }

    /// Takes what is typed as the filter, where it can be read.
    mutating func setFilter(_ text: String) {
        guard let query = try? RunQuery(text) else { return }
        (filter, self.query) = (text, query)
        arrange()
    }

    /// Sorts by a column.
    mutating func sort(by column: RunColumn, descending: Bool) {
        order = RunOrder(column, isDescending: descending)
        arrange()
    }

    /// Sorts by the next column of the table.
    mutating func sortByNext() {
        let columns = [.changed] + RunColumn.own + Setting.differing(among: all ?? []).map { RunColumn.setting($0.id) }
        let index = columns.firstIndex(of: order.column) ?? 0
        sortAsUsual(by: columns[(index + 1) % columns.count])
    }

    /// Sorts by a column so that what is best or newest stands on top, and words begin with a.
    mutating func sortAsUsual(by column: RunColumn) {
        switch column {
        case .name, .state, .data, .network, .note: sort(by: column, descending: false)
        default: sort(by: column, descending: true)
        }
    }

    mutating func reverse() { sort(by: order.column, descending: !order.isDescending) }

    /// Moves the cursor to a line, held at the ends.
    mutating func point(at index: Int) {
        guard !shown.isEmpty else { return }
        cursor = shown[min(max(index, 0), shown.count - 1)].path
    }

    /// Puts the cursor on a run.
    mutating func point(at path: String) { cursor = path }

    /// Marks the run under the cursor, or takes its mark away, and goes one on.
    mutating func toggleMark() {
        guard let path = run?.path else { return }
        if let index = marked.firstIndex(of: path) { marked.remove(at: index) } else { marked.append(path) }
        point(at: (shown.firstIndex { $0.path == path } ?? 0) + 1)
    }

    mutating func unmarkAll() { marked = [] }

    /// Shows a note before it is written.
    mutating func setNote(_ note: RunNote, of path: String) {
        guard let index = all?.firstIndex(where: { $0.path == path }) else { return }
        all?[index].note = note
        arrange()
    }
}

/// The second question before runs are deleted.
struct RemovalState: Sendable, Equatable {
    /// The runs' folders.
    let paths: [String]
    /// The line under the cursor.
    var selection = 0

    /// The lines, with the harmless one first.
    var titles: [String] { ["no, keep \(paths.count == 1 ? "it" : "them")", "yes, delete with all that is in \(paths.count == 1 ? "it" : "them")"] }
}

/// From which of a run's checkpoints another is to start.
struct BranchState: Sendable, Equatable {
    /// The run's folder.
    let path: String
    let checkpoints: [KeptCheckpoint]
    /// The line under the cursor.
    var selection = 0
}
