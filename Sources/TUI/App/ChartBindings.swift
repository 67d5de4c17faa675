import Core

extension Binding {
    /// Train with a run in sight.
    private static let watching: [Context] = [.training, .enlarged, .ended]
    private static let hasEpochs: @Sendable (AppState) -> Bool = { !($0.train.snapshot?.epochs.isEmpty ?? true) }
    private static let hasCursor: @Sendable (AppState) -> Bool = { $0.train.view.cursor != nil }
    private static let isZoomed: @Sendable (AppState) -> Bool = { $0.train.view.window != .whole }

    /// Charts and the replay that their cursor is.
    static let charts: [Binding] = [
        Binding(
            .play, [.character("P")], naming: { $0.train.view.isPlaying ? "stop here" : "play" },
            "Play the run's epochs: faces, boxes, probabilities and classes as they were; again stops.", in: watching, footer: "P",
            isEnabled: { hasEpochs($0) && hasCursor($0) }),
        Binding(
            .cursorBack, [.character("[")], naming: { hasCursor($0) ? "epoch" : "replay" },
            "Look at the epoch before, in all charts, faces and classes.", in: watching, footer: "[ ]", isEnabled: hasEpochs),
        Binding(
            .cursorOn, [.character("]")], "epoch after", "Look at the epoch after; behind the latest the run goes on.", in: watching,
            isEnabled: hasCursor),
        Binding(.cursorFarBack, [.character("{")], "ten back", "Look ten epochs back.", in: watching, isEnabled: hasEpochs),
        Binding(.cursorFarOn, [.character("}")], "ten on", "Look ten epochs on.", in: watching, isEnabled: hasCursor),
        Binding(.cursorFirst, [.home], "the start", "Look at the network before it was trained.", in: watching, isEnabled: hasEpochs),
        Binding(.cursorNow, [.end], "now", "Leave the replay, and see the latest again.", in: watching, footer: "end", isEnabled: hasCursor),
        Binding(.zoomIn, [.character("+"), .character("=")], "zoom in", "Show half as many epochs, around the cursor or the newest.", in: watching),
        Binding(.zoomOut, [.character("-")], "zoom out", "Show twice as many epochs.", in: watching, isEnabled: isZoomed),
        Binding(.panBack, [.character("<"), .character(",")], "earlier", "Move the charts towards the start.", in: watching, isEnabled: isZoomed),
        Binding(.panOn, [.character(">"), .character(".")], "later", "Move the charts towards the newest.", in: watching, isEnabled: isZoomed),
        Binding(.wholeRun, [.character("0")], "whole run", "Show all epochs again.", in: watching, isEnabled: isZoomed),
        Binding(
            .smoothing, [.character("s")], "smoothing", "Smooth the charts' curves more; after the most not at all. The raw curve stays behind them.",
            in: watching),
        Binding(
            .axis, [.character("y")], "axis", "Another vertical axis: usual, fitted to what is in sight, with all spikes, from zero, logarithmic.",
            in: watching),
        Binding(
            .pinFace, [.character("p")], naming: { $0.train.face?.isPinned == true ? "let go" : "pin" },
            "Keep the face in sight, first among the others, or let it go.", in: [.training, .enlarged],
            isEnabled: { $0.train.isActive && !$0.train.isAttached && $0.train.face != nil }),
        Binding(
            .saveAnimation, [.character("g")], "GIF", "Save the face's replay, all epochs, as an animated GIF.", in: watching, isEnabled: hasEpochs),
        Binding(
            .saveStrip, [.character("G")], "strip", "Save some epochs of the face's replay side by side, as a PNG.", in: watching,
            isEnabled: hasEpochs),
    ]
}
