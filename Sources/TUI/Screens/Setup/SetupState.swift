import Engine
import Core

/// The form.
struct SetupState: Sendable {
    /// A line that the cursor can stand on.
    enum Line: Sendable, Hashable {
        case start
        case field(Setting.ID)
    }

    /// What the form says now.
    private(set) var configuration: RunConfiguration
    /// Fields that take several values in turn, as they were typed; the form then has the first of each.
    private(set) var lists: [Setting.ID: String] = [:]
    /// Where the cursor is.
    var cursor = Line.start
    /// The field's text while it is edited.
    var entry: TextEntry?
    /// The path to save to or load from while it is typed.
    var file: FilePrompt?
    /// What a run will cost.
    var cost = CostState()
    /// Earlier states of the form, the latest last.
    private(set) var undoable: [Form] = []
    /// Why a start was refused, and where that stands.
    private(set) var refusal: (sentence: String, line: Line)?
    /// Good news about the form.
    var notice: String?
    /// Paths that the typed one could become.
    var completions: [String] = []
    /// The number of the latest request for completions.
    var completionRequest = 0

    /// What a change changes.
    struct Form: Sendable, Equatable {
        var configuration: RunConfiguration
        var lists: [Setting.ID: String]
    }

    /// So many changes can be taken back.
    static let undoLimit = 100

    /// With the cursor on Start.
    init(configuration: RunConfiguration) { self.configuration = configuration }

    /// All lines from top to bottom.
    static let lines: [Line] =
        [.start]
        + Setting.Group.allCases.flatMap { group in
            Setting.all.filter { $0.group == group }.map { .field($0.id) }
        }

    /// The field under the cursor; nil on the Start line.
    var field: Setting? { if case .field(let id) = cursor { Setting.field(id) } else { nil } }

    /// What is wrong with the text that is typed in the field; nil where it can be taken.
    var entryError: SettingError? {
        guard let field, let entry else { return nil }
        var copy = configuration
        do throws(SettingError) {
            if ValueList.isList(entry.text, for: field) {
                _ = try ValueList.values(entry.text, of: field, in: configuration)
            } else {
                try field.set(entry.text, in: &copy)
            }
        } catch {
            return error
        }
        return nil
    }

    /// Whether Tab completes.
    var isTypingPath: Bool { file != nil || (entry != nil && field?.kind.takesPath == true) }

    /// Whether the field under the cursor differs from its preset's value.
    var canReset: Bool { field.map { differs($0) } ?? false }

    /// Whether a field differs from its preset's value; presets say nothing of the data.
    func differs(_ field: Setting) -> Bool {
        lists[field.id] != nil || field.id != .data && field.text(in: configuration) != field.presetText(for: configuration)
    }

    /// Changes the form so that it can be undone.
    mutating func change(_ body: (inout RunConfiguration) -> Void) {
        let before = Form(configuration: configuration, lists: lists)
        body(&configuration)
        guard configuration != before.configuration else { return }
        take(before)
    }

    /// Takes other settings for all fields, so that it can be undone.
    mutating func replace(with configuration: RunConfiguration) {
        let before = Form(configuration: self.configuration, lists: lists)
        (self.configuration, lists) = (configuration, [:])
        if Form(configuration: configuration, lists: lists) != before { take(before) }
    }

    private mutating func take(_ before: Form) {
        undoable = Array((undoable + [before]).suffix(Self.undoLimit))
        refusal = nil
        notice = nil
    }

    /// Sets the field under the cursor.
    ///
    /// - Returns: what is wrong with `text`; then nothing has changed.
    mutating func set(_ text: String) -> SettingError? {
        guard let field else { return nil }
        let before = Form(configuration: configuration, lists: lists)
        var after = before
        do throws(SettingError) {
            after.lists[field.id] = nil
            if ValueList.isList(text, for: field) {
                let values = try ValueList.values(text, of: field, in: configuration)
                try field.set(values[0], in: &after.configuration)
                if values.count > 1 { after.lists[field.id] = values.joined(separator: ", ") }
            } else {
                try field.set(text, in: &after.configuration)
            }
        } catch {
            return error
        }
        guard after != before else { return nil }
        (configuration, lists) = (after.configuration, after.lists)
        take(before)
        return nil
    }

    /// Takes the latest change back.
    mutating func undo() {
        guard let before = undoable.popLast() else { return }
        (configuration, lists) = (before.configuration, before.lists)
        refusal = nil
    }

    /// Moves the cursor by `distance` lines, held at the ends.
    mutating func move(by distance: Int) {
        let index = Self.lines.firstIndex(of: cursor) ?? 0
        cursor = Self.lines[min(max(index + distance, 0), Self.lines.count - 1)]
    }

    /// Says why a run did not begin, and puts the cursor there.
    mutating func refuse(_ sentence: String, at line: Line) {
        refusal = (sentence, line)
        notice = nil
        cursor = line
    }

    /// Says something good on the form's first lines.
    mutating func say(_ sentence: String) { notice = sentence }

    /// Forgets why a start was refused.
    mutating func clearRefusal() {
        refusal = nil
        notice = nil
    }

    /// Takes how saving went.
    ///
    /// - Parameter hint: what key replaces a file that is there, to be said behind a sentence.
    mutating func takeSaved(_ path: String, _ outcome: SaveOutcome, hint: String) {
        switch outcome {
        case .done:
            file = nil
            notice = "saved as \(path)"
        case .exists:
            file?.complaint = "there is a file of that name" + hint
            file?.mayReplace = true
        case .failed(let sentence): file?.complaint = sentence
        }
    }
}

/// A path that is typed to save or load the form.
struct FilePrompt: Sendable, Equatable {
    /// What the path is for.
    enum Purpose: Sendable, Equatable { case save, load }
    /// What the path is for.
    let purpose: Purpose
    /// What is typed.
    var entry: TextEntry
    /// What was wrong with it.
    var complaint: String?
    /// Whether a file that is there may be replaced.
    var mayReplace = false

    /// With a name to save as, or without one to load.
    init(_ purpose: Purpose) {
        self.purpose = purpose
        entry = TextEntry(purpose == .save ? "deep-emotion.json" : "")
    }

    /// Changes the path; what was said of the old one no longer holds.
    mutating func type(_ key: Key) {
        entry.take(key)
        complaint = nil
        mayReplace = false
    }
}

/// What a run will cost, as far as it is measured.
struct CostState: Sendable {
    /// What the speed depends on.
    struct Basis: Sendable, Equatable {
        /// As in the form, for the data's classes.
        let architecture: Architecture
        /// As in the form.
        let batchSize: Int
        /// As in the form.
        let threads: Int

        /// Of a run as it is asked for.
        init(_ configuration: RunConfiguration, classCount: Int) {
            architecture = configuration.hyperparameters.architecture(classCount: classCount)
            batchSize = configuration.hyperparameters.batchSize
            threads = configuration.threads
        }
    }

    /// What was measured or is being measured.
    private(set) var basis: Basis?
    /// Faces that the measurement counted.
    private(set) var faceCount = 0
    /// The number of the measurement; answers to others are stale.
    private(set) var request = 0
    /// nil while it is measured.
    private(set) var estimate: CostEstimate?
    /// The local time of the measurement, 0..<1440.
    private(set) var minuteOfDay = 0

    /// Forgets what was known and waits for an answer to `request`.
    mutating func begin(_ basis: Basis, faceCount: Int, request: Int) {
        self = CostState()
        self.basis = basis
        self.faceCount = faceCount
        self.request = request
    }

    /// Takes the answer.
    mutating func finish(_ estimate: CostEstimate, minuteOfDay: Int) {
        self.estimate = estimate
        self.minuteOfDay = minuteOfDay
    }

    /// Forgets a measurement that was ended.
    mutating func cancel() { if estimate == nil { self = CostState() } }
}
