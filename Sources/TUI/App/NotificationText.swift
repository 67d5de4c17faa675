import Core

/// What is worth calling someone for.
enum NotificationText {
    /// The run's end, or else the newest of new warnings, in a sentence; nil where there is neither.
    static func message(from before: TrainingSnapshot?, to now: TrainingSnapshot) -> String? {
        let name = now.runFolder.map { String($0.split(separator: "/").last ?? "") } ?? "the run"
        if case .ended(let outcome) = now.phase {
            return switch outcome {
            case .finished(let epoch, let accuracy, _, _): "\(name): finished, best \(Figures.fixed(accuracy * 100, 1)) % in epoch \(epoch)"
            case .stopped(_, _, _, _, let message): "\(name): stopped" + (message.map { ": " + $0 } ?? "")
            case .failed(let message, _): "\(name): \(message)"
            case .crashed(let epoch, _, _): "\(name): its process died in epoch \(epoch)"
            case .discarded: nil
            }
        }
        guard let newest = now.warnings.last, now.warnings.count > before?.warnings.count ?? 0 else { return nil }
        return "\(name), epoch \(newest.epoch): \(newest.message)"
    }
}
