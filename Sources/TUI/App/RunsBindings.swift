import Platform

/// The keys of Runs.
extension Binding {
    private static let hasRun: @Sendable (AppState) -> Bool = { $0.runs.run != nil }

    /// Part of the table of actions.
    static let runs: [Binding] = [
        Binding(.openRun, [.enter], "open", "Show the run, live where a process trains it.", in: [.runs], footer: "enter", isEnabled: hasRun),
        Binding(
            .markRun, [.character(" ")], "mark", "Mark the run with a letter, or take the mark away.", in: [.runs], footer: "space", isEnabled: hasRun
        ),
        Binding(
            .overlayCurves, [.character("v")], "curves", "Lay the curves of the marked runs over each other.", in: [.runs], footer: "v",
            isEnabled: hasRun),
        Binding(
            .compareRuns, [.character("d")], "differ", "Show in what two marked runs differ, or a marked one and the one under the cursor.",
            in: [.runs],
            isEnabled: hasRun),
        Binding(.filterRuns, [.character("/")], "filter", "Show only some runs: val > 55 lr < 0.01 data = demo star.", in: [.runs], footer: "/"),
        Binding(.resumeRun, [.character("r")], "resume", "Train the run on from where it stands.", in: [.runs], footer: "r", isEnabled: hasRun),
        Binding(
            .branchRun, [.character("b")], "branch", "Start another run from one of this run's checkpoints, with its settings in the form.",
            in: [.runs], footer: "b", isEnabled: hasRun),
        Binding(
            .resumeRun, [.character("r")], "resume", "Train the run in sight on from where it stands.", in: [.ended], footer: "r",
            isEnabled: { $0.train.canResume }),
        Binding(.sortColumn, [.character("s")], "sort", "Sort by the next column.", in: [.runs]),
        Binding(.sortDirection, [.character("S")], "reverse", "Turn the order round.", in: [.runs]),
        Binding(.starRun, [.character("*")], "star", "Give the run a star, or take it away.", in: [.runs], isEnabled: hasRun),
        Binding(.noteRun, [.character("n")], "note", "Write a line about the run, kept in its folder.", in: [.runs], isEnabled: hasRun),
        Binding(
            .removeRuns, [.character("x"), .delete], "delete", "Delete the marked runs, or the one under the cursor; asks again.", in: [.runs],
            isEnabled: hasRun),
        Binding(.back, [.escape], "back", "Go back to where you came from.", in: [.runs]),
        Binding(
            .curveKind, [.character("v"), .tab], "other curves", "Show validation accuracy, validation loss, or those of training.", in: [.curves],
            footer: "v"),
        Binding(.backToTable, [.escape, .enter], "table", "Go back to the table of runs.", in: [.curves, .difference], footer: "esc"),
        Binding(.accept, [.enter], "take", "Take what was typed.", in: [.runsFilter, .runsNote], footer: "enter"),
        Binding(.complete, [.tab], "take", "Take what was typed.", in: [.runsFilter, .runsNote]),
        Binding(.cancel, [.escape], "as before", "Leave it as it was.", in: [.runsFilter, .runsNote], footer: "esc"),
        Binding(.help, [.function(1)], "help", "Show all keys.", in: [.runsFilter, .runsNote]),
        Binding(.choose, [.enter], "do it", "Do what is under the cursor.", in: [.removal, .branch], footer: "enter"),
        Binding(.cancel, [.escape], "close", "Close the list; nothing is changed.", in: [.removal, .branch], footer: "esc"),
    ]
}
