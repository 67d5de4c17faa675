import Core

/// A finding in words, as the dashboard says it: settings are called as the form calls them.
struct FindingText {
    /// Which finding, in which epoch, and whether it is over.
    let heading: String
    /// What is the matter, or how it came to its end.
    let message: String
    /// What to try; nil where nothing is to be tried.
    let advice: String?
    /// Whether it still holds.
    let holds: Bool

    /// - Parameter recovery: how it came to its end; nil while it holds.
    init(_ warning: TrainingWarning, recovery: Recovery?, _ glyphs: TerminalSymbols) {
        holds = recovery == nil
        let end = recovery.map { ", over since epoch \($0.epoch)" } ?? ""
        heading = "\(holds ? glyphs.warning : glyphs.over) epoch \(warning.epoch): \(warning.kind.title)\(end)"
        message = glyphs.legible(recovery.map { warning.message + " Over: " + $0.message } ?? warning.message)
        advice = holds ? warning.advice.sentence(naming: \.label) : nil
    }
}

extension TrainingWarning.Kind {
    /// As a heading.
    var title: String {
        switch self {
        case .collapse: "collapse"
        case .frozenLoss: "frozen loss"
        case .notFinite: "no number"
        case .divergence: "divergence"
        case .plateau: "plateau"
        case .overfitting: "overfitting"
        case .attentionOutside: "attention outside the image"
        case .frozenAttention: "frozen attention"
        case .emptyClass: "class without faces"
        case .diskFull: "not written"
        case .changed: "changed settings"
        }
    }
}
