import Core

extension AppState {
    /// Takes what work in the background found; answers to old requests are dropped.
    mutating func take(_ answer: Answer) -> [Effect] {
        switch answer {
        case .listed(let path, let listing):
            data.take(listing, of: path)
            return screen == .data ? examineCursor() : []
        case .recognised(let isKnown, let request):
            guard request == doctor.request else { return [] }
            doctor.looksLikeFaces = isKnown
            return takeWhenKnown()
        case .examining(let progress, let request):
            guard request == doctor.request else { return [] }
            doctor.progress = progress
        case .examined(let outcome, let request):
            guard request == doctor.request else { return [] }
            doctor.finish(outcome)
            return takeWhenKnown() + (screen == .setup ? measureCost() : [])
        case .measured(let cost, let minuteOfDay, let request):
            guard request == setup.cost.request else { return [] }
            setup.cost.finish(cost, minuteOfDay: minuteOfDay)
        case .completions(let paths, let request): return takeCompletions(paths, request: request)
        case .saved(let path, let outcome): setup.takeSaved(path, outcome, hint: keys.hint((.accept, .file, "again replaces it")))
        case .loaded(let path, let result): return takeLoaded(path, result)
        case .runs(let folder, let result):
            // The latest that has begun may not have its folder yet.
            let queue = train.queue.map { $0.items.dropFirst($0.next - 1).map(\.configuration) } ?? []
            runs.take(result, of: folder, queue: queue)
            return openWanted() + readCurves()
        case .curves(let curves): runs.take(curves)
        case .checkpoints(let path, let checkpoints): takeCheckpoints(checkpoints, of: path)
        case .removed(let paths, let complaints): return takeRemoved(paths, complaints)
        case .takenUp(let refusal): return takeUpAnswered(refusal)
        case .wentOn(let folder, let result): return takeWentOn(folder, result)
        case .queueSkipped(let complaint): return takeQueueSkipped(complaint)
        case .inspect(let answer): return take(answer)
        case .failed(let sentence): notice = sentence
        case .wrote(let path): notice = "saved as \(path)"
        }
        return []
    }

    /// The field that a refusal is about, by the path that it names.
    private func line(for message: String, isUsage: Bool, _ configuration: RunConfiguration) -> SetupState.Line {
        if isUsage, configuration.name != nil { return .field(.name) }
        if message.hasPrefix(configuration.data) { return .field(.data) }
        return message.hasPrefix(configuration.runsFolder) ? .field(.runs) : .start
    }

    /// Takes the run's news; its end is dealt with once.
    mutating func take(_ snapshot: TrainingSnapshot) -> [Effect] {
        guard train.snapshot != nil, !train.hasEnded else { return [] }
        let wasLoading = train.isLoading
        if let refusal = snapshot.refusal, refusal != train.snapshot?.refusal { notice = refusal }
        let before = train.snapshot
        train.take(snapshot)
        // Kept once it could be read, so that the next start does not open with what was refused.
        var remembering =
            wasLoading && !train.isLoading && !train.isAttached && snapshot.runFolder != nil ? data.remember(snapshot.configuration.data) : []
        if let message = NotificationText.message(from: before, to: snapshot), notification != .off {
            remembering.append(.ring(notification == .message ? message : nil))
        }
        guard case .ended(let outcome) = snapshot.phase else { return remembering }
        return remembering + end(outcome, snapshot)
    }

    /// Deals with the run's end, from wherever the person is.
    private mutating func end(_ outcome: RunOutcome, _ snapshot: TrainingSnapshot) -> [Effect] {
        if case .quit = overlay { overlay = nil }
        train.rate = nil
        if train.isAttached { return endAttached(outcome) }
        if train.goesOnInBackground, case .stopped(.user, _, _, _, nil) = outcome, let folder = snapshot.runFolder {
            return [.goOnInBackground(folder: folder)]
        }
        let summary = RunSummary(snapshot)
        switch outcome {
        case .failed(let message, let isUsage):
            setup.refuse(message, at: line(for: message, isUsage: isUsage, snapshot.configuration))
            train.snapshot = nil
        case .discarded:
            setup.notice = "the run was discarded; its folder is gone"
            if screen == .data { notice = setup.notice }
            train.snapshot = nil
        case .finished, .stopped, .crashed:
            train.summaries += summary.map { [$0] } ?? []
        }
        let queue = train.queue
        if let effects = goOnWithQueue(outcome) { return effects }
        // It has ended with this run.
        if let queue, summary != nil, let latest = train.summaries.indices.last { train.summaries[latest].tell(left: queue) }
        if train.leavesWhenEnded { return [.leave] }
        if train.snapshot == nil, screen == .train { return showSetup() }
        return screen == .setup ? measureCost() : []
    }
}
