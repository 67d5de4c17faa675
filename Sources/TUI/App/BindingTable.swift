import Platform
import Core

extension Binding {
    /// Every screen, with nothing over it and no text being typed.
    private static let screens: [Context] = [.data, .setup, .loading, .training, .enlarged, .ended, .runs, .curves, .difference] + inspecting
    /// Train with a run in sight.
    private static let watching: [Context] = [.training, .enlarged, .ended]
    /// Lists that a cursor moves in, and letters are commands.
    private static let lists: [Context] = [
        .data, .setup, .quit, .discard, .themes, .findings, .runs, .difference, .removal, .branch, .pictures,
    ]
    private static let themeHelp = "Choose a theme; it is shown while you choose."
    private static let hasRun: @Sendable (AppState) -> Bool = { $0.train.isActive }

    /// The table: dispatches keys, and makes the footer (in this order) and Help.
    static let all: [Binding] = data + setup + typing + train + charts + runs + inspect + overlays + moving + everywhere

    private static let data: [Binding] = [
        Binding(
            .take, [.enter], naming: { $0.doctor.looksLikeFaces == false ? "open" : "use this" },
            "Use the data under the cursor; a folder without faces is entered instead.", in: [.data], footer: "enter"),
        Binding(.enterFolder, [.right, .character("l")], "open", "Enter the folder under the cursor.", in: [.data], footer: "→"),
        Binding(.leaveFolder, [.left, .character("h"), .backspace], "up", "Go up to the folder that holds this one.", in: [.data], footer: "←"),
        Binding(
            .showHidden, [.character(".")], naming: { $0.data.showsHidden ? "hide hidden" : "hidden" }, "Show hidden names, or hide them again.",
            in: [.data], footer: "."),
    ]

    private static let setup: [Binding] = [
        Binding(.start, [.function(5)], "start", "Start training with these settings, from any field.", in: [.setup, .field], footer: "F5"),
        Binding(
            .edit, [.enter], naming: { $0.setup.cursor == .start ? "start" : "edit" },
            "Start on the Start line; edit the field elsewhere (in a number field a digit starts it too).", in: [.setup], footer: "enter"),
        Binding(.decrease, [.left, .character("h")], "less", "One step down, or the choice before.", in: [.setup]),
        Binding(.increase, [.right, .character("l"), .character(" ")], "change", "One step up, or the next choice.", in: [.setup], footer: "←→"),
        Binding(
            .reset, [.character("r"), .delete], "reset", "Give the field its preset's value again.", in: [.setup],
            isEnabled: { $0.setup.canReset }),
        Binding(
            .undo, [.character("u"), .control("z")], "undo", "Take the latest change of the form back.", in: [.setup], footer: "u",
            isEnabled: { !$0.setup.undoable.isEmpty }),
        Binding(
            .addValue, [.character(",")], "more values", "Type several values with commas between them; each of them is trained in a run of its own.",
            in: [.setup], isEnabled: { $0.setup.field?.takesList ?? false }),
        Binding(.save, [.character("s")], "save", "Save the form as a file.", in: [.setup], footer: "s"),
        Binding(.load, [.character("o")], "open", "Load a saved form, or the run.json of a run.", in: [.setup]),
        Binding(.chooseData, [.character("d")], "data", "Choose other data.", in: [.setup]),
    ]

    private static let typing: [Binding] = [
        Binding(
            .accept, [.enter], naming: { $0.setup.file.map { $0.purpose == .save ? "save" : "load" } ?? "take" }, "Take what was typed.",
            in: [.field, .file, .rate], footer: "enter"),
        Binding(
            .complete, [.tab], naming: { $0.setup.isTypingPath ? "complete" : "take" }, "Complete a path; elsewhere take what was typed.",
            in: [.field, .file, .rate], footer: "tab"),
        Binding(.moveOnUp, [.up, .backTab], "field above", "Take a good value, drop a bad one, and go to the field above.", in: [.field]),
        Binding(.moveOnDown, [.down], "next field", "Take a good value, drop a bad one, and go to the next field.", in: [.field], footer: "↓"),
        Binding(
            .cancel, [.escape], naming: { $0.setup.file == nil ? "old value" : "close" }, "Put the old value back.",
            in: [.field, .file, .rate], footer: "esc"),
    ]

    private static let train: [Binding] = [
        Binding(.cancelLoading, [.escape], "cancel", "Stop loading and go back to the form.", in: [.loading], footer: "esc"),
        Binding(.newRun, [.character("n")], "next run", "Go back to the form for another run.", in: [.ended], footer: "n"),
        Binding(.shrink, [.escape, .enter, .character("z")], "all panels", "Show all panels again.", in: [.enlarged], footer: "esc"),
        Binding(
            .hideWarning, [.character("x")], "hide", "Hide what was noticed; what comes later is shown again.", in: watching, footer: "x",
            isEnabled: { !$0.train.visibleFindings.isEmpty }),
        // Without a word in the footer: where there is more to see, the notice names the key.
        Binding(
            .findings, [.character("i")], "findings", "List everything that was noticed in the run, with what to try.", in: watching,
            isEnabled: { !$0.train.findings.isEmpty }),
        Binding(
            .pause, [.character(" ")], naming: { $0.train.isPaused ? "resume" : "pause" }, "Pause after this step, or go on.",
            in: [.training, .enlarged], footer: "space", isEnabled: { $0.train.isActive }),
        Binding(
            .rate, [.character("l")], "rate", "Change the learning rate from the next step on.", in: [.training, .enlarged], footer: "l",
            isEnabled: { $0.train.isActive }),
        Binding(.previousFace, [.left], "face before", "Show the followed face before.", in: watching),
        Binding(.nextFace, [.right], "face", "Show the next followed face.", in: watching, footer: "←→"),
        Binding(.faceMode, [.character("m")], "mode", "Draw faces in quadrants, half blocks or letters.", in: watching, footer: "m"),
        Binding(.nextPanel, [.tab], "panel", "Go to the next panel.", in: watching, footer: "tab"),
        Binding(.previousPanel, [.backTab], "panel before", "Go to the panel before.", in: watching),
        Binding(
            .choosePanel, (1...7).map { .character(Character(String($0))) }, "panel by number", "Go to the panel of that number.", in: watching),
        Binding(.enlarge, [.enter, .character("z")], "enlarge", "Enlarge the panel that has the focus.", in: [.training, .ended]),
        inspectRun,
    ]

    private static let overlays: [Binding] = [
        Binding(
            .choose, [.enter], naming: { $0.context == .themes ? "keep it" : $0.context == .pictures ? "save it" : "do it" },
            "Do what is under the cursor.",
            in: [.help, .quit, .discard, .themes, .pictures], footer: "enter"),
        Binding(.choose, [.enter, .character("i")], "close", "Close the list of what was noticed.", in: [.findings]),
        Binding(
            .cancel, [.escape], naming: { $0.context == .themes ? "old theme" : $0.context == .quit ? "go on" : "close" },
            "Close the list; nothing is changed.", in: [.help, .quit, .discard, .themes, .findings, .pictures], footer: "esc"),
    ]

    private static let moving: [Binding] = [
        Binding(.up, [.up, .character("k")], "up", "Move up.", in: lists),
        Binding(.down, [.down, .character("j")], "down", "Move down.", in: lists),
        Binding(.pageUp, [.pageUp, .control("u")], "page up", "Move up by ten lines.", in: lists),
        Binding(.pageDown, [.pageDown, .control("d")], "page down", "Move down by ten lines.", in: lists),
        Binding(.first, [.home, .character("g")], "first", "Move to the first line.", in: lists),
        Binding(.last, [.end, .character("G")], "last", "Move to the last line.", in: lists),
        // Letters filter Help, and there the ends of the line are the filter's.
        Binding(.up, [.up], "up", "Move up.", in: [.help]),
        Binding(.down, [.down], "down", "Move down.", in: [.help]),
        Binding(.pageUp, [.pageUp], "page up", "Move up by ten lines.", in: [.help]),
        Binding(.pageDown, [.pageDown], "page down", "Move down by ten lines.", in: [.help]),
    ]

    private static let everywhere: [Binding] = [
        Binding(
            .watch, [.character("w")], "watch", "Go to the run that was started or opened.", in: [.data, .setup], footer: "w",
            isEnabled: { $0.train.snapshot != nil }),
        Binding(
            .watch, [.character("w")], "watch", "Go to the run that was started or opened.", in: [.runs], isEnabled: { $0.train.snapshot != nil }),
        Binding(.back, [.escape], "back", "Go back one screen; a run goes on.", in: [.setup, .training, .ended]),
        // Named by the first line of the screen, since the footers are full.
        Binding(
            .runs, [.character("R")], "runs", "Go to the table of all runs.",
            in: [.data, .setup, .loading, .training, .enlarged, .ended]),
        Binding(.theme, [.character("t")], "theme", themeHelp, in: [.data], footer: "t"),
        Binding(.theme, [.character("t")], "theme", themeHelp, in: screens.filter { $0 != .data }),
        Binding(.help, [.character("?"), .function(1)], "help", "Show all keys; typing filters them, enter does it.", in: screens, footer: "?"),
        Binding(.help, [.function(1)], "help", "Show all keys.", in: [.field, .file, .rate]),
        Binding(
            .mouse, [.character("M")], "mouse", "Listen to clicks and the wheel, or leave them to the terminal (to mark text, say).", in: screens),
        Binding(
            .picture, [.control("s")], "picture", "Save a picture of the screen: text, ANSI, SVG or PNG.",
            in: Context.allCases.filter { $0 != .pictures }),
        Binding(
            .quit, [.character("q")], naming: { hasRun($0) && !$0.train.isAttached ? "stop" : "quit" },
            "Leave; while a run trains, choose how it ends.", in: screens,
            footer: "q"),
    ]
}
