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

    @Test("no command in any context does harm where it does not apply", arguments: Command.allCases)
    func everythingEverywhere(command: Command) {
        var quitting = Walk.inTrain()
        quitting.press(.character("q"))
        var themes = Walk()
        themes.press(.character("t"))
        for walk in [Walk(), .inSetup(), .inTrain(), quitting, themes] {
            var state = walk.state
            _ = state.perform(command)
            #expect(state.setup.configuration.hyperparameters.learningRate == walk.state.setup.configuration.hyperparameters.learningRate)
        }
    }
}
