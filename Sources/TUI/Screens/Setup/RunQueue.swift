import Platform
import Core

/// Runs that train one after the other.
struct RunQueue: Sendable, Equatable {
    /// All of them.
    let items: [SweepPlan.Item]
    /// Of these so many have begun.
    var next = 0
    /// The command that trains the same.
    let command: String
    /// Why runs could not be trained, a sentence each.
    var refusals: [String] = []

    /// What the shell is told of the runs that have not begun; nil where all have.
    var leftLine: String? { next < items.count ? "  the runs after it: \(command)" : nil }
}

extension SetupState {
    /// A field's text: its value, or its list.
    func text(of field: Setting) -> String { lists[field.id] ?? field.text(in: configuration) }

    /// How many runs the lists make, at most a thousand million; 1 without any.
    var runCount: Int {
        // Every list is known to be good, and has its values once.
        lists.values.reduce(1) { count, text in min(1_000_000_000, count * text.split(separator: ",").count) }
    }

    /// Several runs, where a field has several values; nil for a single one.
    var sweep: RunQueue? {
        guard !lists.isEmpty else { return nil }
        let axes = lists.compactMap { id, text in
            (try? ValueList.values(text, of: Setting.field(id), in: configuration)).map { SweepPlan.Axis(id, $0) }
        }
        let plan = try? SweepPlan(axes: axes, name: configuration.name) { values throws(SettingError) in
            // As the command does it: what the form changes holds for every preset and network of a list.
            var copy = RunConfiguration(threads: configuration.threads)
            try copy.apply(EquivalentCommand.settings(for: configuration, lists: lists).filter { lists[$0.field.id] == nil } + values)
            copy.parent = configuration.parent
            return copy
        }
        return plan.map { RunQueue(items: $0.items, command: EquivalentCommand.line(for: configuration, lists: lists)) }
    }
}

extension AppState {
    /// Begins the queue's next run; nil where there is none.
    mutating func startNextOfQueue() -> [Effect]? {
        guard var queue = train.queue, queue.next < queue.items.count else { return nil }
        let configuration = queue.items[queue.next].configuration
        queue.next += 1
        let leaves = train.leavesWhenEnded
        train = TrainState(after: train)
        train.leavesWhenEnded = leaves
        train.queue = queue
        train.snapshot = TrainingSnapshot(configuration: configuration)
        return [.startQueued(configuration)]
    }

    /// Deals with the end of a run of a queue; nil where there is no queue.
    mutating func goOnWithQueue(_ outcome: RunOutcome) -> [Effect]? {
        guard let queue = train.queue else { return nil }
        switch outcome {
        // What a run came to is told by the table.
        case .finished where !train.leavesWhenEnded, .stopped(.notFinite, _, _, _, _) where !train.leavesWhenEnded:
            return startNextOfQueue() ?? endQueue()
        default:
            train.queue = nil
            let left = queue.items.count - queue.next
            if left > 0 { setup.say("\(left) of the queue's runs are not trained; Start takes the queue up again") }
            return nil
        }
    }

    /// A run of the queue that was trained before, or cannot be trained, is passed over.
    mutating func takeQueueSkipped(_ complaint: String?) -> [Effect] {
        guard train.queue != nil else { return [] }
        if let complaint {
            notice = complaint
            train.queue?.refusals.append(complaint)
            train.summaries.append(RunSummary(refused: complaint))
        }
        return startNextOfQueue() ?? endQueue()
    }

    /// All of it is trained: the table shows what came of it, the best on top.
    private mutating func endQueue() -> [Effect] {
        let path = train.snapshot?.runFolder
        let refusals = train.queue?.refusals ?? []
        train.queue = nil
        if train.snapshot?.hasEnded != true { train.snapshot = nil }
        guard screen == .train else { return [] }
        let effects = showRuns()
        runs.sort(by: .validation, descending: true)
        if let path { runs.point(at: path) }
        notice = "the queue is trained"
        if let first = refusals.first {
            notice = (refusals.count == 1 ? "a run was" : "\(NumberText.grouped(refusals.count)) runs were") + " not trained: \(first)"
        }
        return effects
    }
}
