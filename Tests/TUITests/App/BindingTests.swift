import Core
import Testing

@testable import TUI

@Suite("The table of actions")
struct BindingTests {
    @Test("a key means one thing in each context", arguments: Context.allCases)
    func keysAreUnique(context: Context) {
        let keys = Binding.all.filter { $0.contexts.contains(context) }.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test("where text is typed, no character is a command", arguments: Context.allCases.filter(\.takesText))
    func lettersAreLetters(context: Context) {
        for binding in Binding.all where binding.contexts.contains(context) {
            for key in binding.keys { if case .character = key { Issue.record("\(binding.command) takes \(key) in \(context)") } }
        }
    }

    @Test("every command has a binding, and every context a way out")
    func nothingIsForgotten() {
        #expect(Set(Binding.all.map(\.command)) == Set(Command.allCases))
        for context in Context.allCases {
            let out: Set<Command> = [.quit, .cancel]
            #expect(Binding.all.contains { $0.contexts.contains(context) && out.contains($0.command) }, "\(context)")
        }
    }

    @Test("footers have at most eight keys, and on screens help and the way out are among them")
    func footers() {
        var changed = Walk.inSetup()
        changed.point(at: .epochs)
        changed.press(.right)
        var editing = changed
        editing.press(.enter)
        var warned = SyntheticRun.snapshot()
        warned.warnings = [SyntheticRun.collapse]
        var back = Walk.inTrain()
        back.press(.escape)
        back.point(at: .epochs)
        back.press(.right)
        for walk in [Walk(), changed, back, Walk.inTrain(warned)] {
            let footer = Binding.footer(for: walk.state)
            #expect(footer.count <= 8)
            #expect(footer.suffix(2).map(\.command) == [.help, .quit])
        }
        #expect(Binding.footer(for: editing.state).map(\.command) == [.start, .accept, .moveOnDown, .cancel])
    }

    @Test("Help lists every binding, here first, and typing filters it")
    func help() {
        var walk = Walk.inTrain()
        walk.press(.character("?"))
        guard case .help(let all) = walk.state.overlay else {
            Issue.record("no help")
            return
        }
        #expect(Set(all.bindings.map(\.binding.help)) == Set(Binding.all.map(\.help)))
        #expect(all.bindings.first?.context == .training)
        walk.type("learning RATE")
        guard case .help(let filtered) = walk.state.overlay else {
            Issue.record("no help")
            return
        }
        #expect(filtered.bindings.map(\.binding.command) == [.rate])
        walk.press(.enter)
        #expect(walk.state.overlay == nil)
        #expect(walk.state.context == .rate)
    }

    @Test("Help does what is chosen, says where it works otherwise, and Esc closes it")
    func helpDoesIt() {
        var walk = Walk.inSetup()
        walk.press(.function(1))
        walk.type("start training")
        walk.press(.enter)
        #expect(walk.state.screen == .train)
        var elsewhere = Walk()
        elsewhere.press(.character("?"))
        elsewhere.type("start training")
        elsewhere.press(.enter)
        #expect(elsewhere.state.screen == .data)
        #expect(elsewhere.state.notice?.contains("Setup") == true)
        elsewhere.press(.character("?"), .escape)
        #expect(elsewhere.state.context == .data)
    }

    // `quit` is left out: signals ask for it in any context.

    /// Whether an effect begins, ends or changes a run, writes or removes a file, or ends the dashboard.
    private static func isHarmful(_ effect: Effect) -> Bool {
        switch effect {
        case .start, .startQueued, .takeUp, .pause, .resume, .stop, .setLearningRate, .goOnInBackground, .removeRuns, .keepNote, .save, .savePicture,
            .write, .saveReplay, .leave:
            true
        default: false
        }
    }

    @Test("a command that a context has no key for changes no setting and no run there", arguments: Command.allCases.filter { $0 != .quit })
    func everythingEverywhere(command: Command) {
        var quitting = Walk.inTrain()
        quitting.press(.character("q"))
        var themes = Walk()
        themes.press(.character("t"))
        var tried = 0
        for walk in [Walk(), .inSetup(), .inTrain(), quitting, themes] {
            let context = walk.state.context
            guard !Binding.all.contains(where: { $0.command == command && $0.contexts.contains(context) }) else { continue }
            tried += 1
            var state = walk.state
            let effects = state.perform(command)
            #expect(state.setup.configuration == walk.state.setup.configuration, "in \(context)")
            #expect(state.setup.lists == walk.state.setup.lists, "in \(context)")
            #expect(state.setup.cursor == walk.state.setup.cursor, "in \(context)")
            #expect(state.data.cursor == walk.state.data.cursor, "in \(context)")
            #expect(effects.filter(Self.isHarmful) == [], "in \(context)")
        }
        // Only what works in all five contexts is left out.
        #expect(tried > 0 || Binding.all.contains { $0.command == command && $0.contexts.count >= 5 })
    }
}
