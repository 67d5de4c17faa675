import Testing

@testable import Core
@testable import TUI

@Suite("The key file") struct KeyFileTests {
    private func parse(_ text: String) -> (keys: Keymap, problems: [String]) {
        let read = KeyFile.parse(text, path: "keys")
        return (read.keys, read.problems.map(\.description))
    }

    @Test("what is printed can be read again and changes nothing")
    func printsWhatItReads() {
        let text = KeyFile.text(.standard, path: "keys")
        let read = parse(text)
        #expect(read.problems == [])
        #expect(zip(read.keys.bindings, Binding.all).allSatisfy { $0.keys == $1.keys })
        #expect(text.split(separator: "\n").contains("pause = space"))
    }

    @Test("one action has one name everywhere, and other keys elsewhere another")
    func names() {
        #expect(Keymap.names.count == Binding.all.count)
        for (name, binding) in zip(Keymap.names, Binding.all) {
            #expect(!name.contains(" ") && !name.isEmpty)
            let others = zip(Keymap.names, Binding.all).filter { $0.0 == name }
            #expect(others.allSatisfy { $0.1.keys == binding.keys && $0.1.command == binding.command })
        }
    }

    @Test("keys can be changed, exchanged and taken away; footer and Help follow")
    func changes() {
        let read = parse("# mine\n\npause = l\nrate = space\nface-mode =\nplay = F9\n")
        #expect(read.problems == [])
        var walk = Walk.inTrain()
        walk.state.keys = read.keys
        walk.press(.character("l"))
        #expect(walk.effects == [.pause])
        walk.press(.character(" "))
        #expect(walk.state.context == .rate)
        walk.press(.escape, .character("m"))
        #expect(walk.state.faceMode == .quadrants)
        let footer = walk.canvas(width: 120, height: 36).text.split(separator: "\n").last ?? ""
        #expect(footer.contains("l resume") && footer.contains("space rate") && !footer.contains("mode"))
        walk.press(.character("?"))
        walk.type("go on")
        #expect(walk.canvas().text.contains("l               Pause after this step"))
    }

    @Test("sentences that name keys follow them, and do not speak of a command without one")
    func sentences() {
        let keys = parse(
            "watch = F2\nquit = F3\nopen-run = F4\nfilter-runs = F6\nback = F7\nstart = F8\nmark-run = F9\nback-to-table = F10\ntake = F11\n"
                + "runs = F12\nedit = ctrl-e\nback.opening = F7\n"
        ).keys
        func walk(_ start: Walk) -> Walk {
            var walk = start
            walk.state.keys = keys
            return walk
        }
        var busy = walk(.inTrain())
        busy.press(.function(7), .function(8))
        #expect(busy.state.setup.refusal?.sentence == "a run is still training; F2 goes there, and F3 ends it")
        #expect(busy.canvas().text.contains("ctrl-e or F8") && busy.canvas().text.contains("Runs F12"))
        var table = walk(.inRuns())
        table.press(.character("d"))
        #expect(table.state.notice == "mark one run with F9 and put the cursor on another, or mark two")
        table.press(.character("r"))
        #expect(table.state.notice == "another process trains this run; F4 shows it")
        #expect(walk(.inRuns([])).canvas().text.contains("no runs in runs yet; F7 goes back, and F8 on Setup starts one"))
        var own = walk(.inTrain())
        own.press(.function(12))
        own.answer(.runs(folder: "runs", .success(SyntheticRuns.all)))
        own.press(.function(4))
        #expect(own.state.notice == "this dashboard trains a run; F2 shows it, and F3 there can leave it running in the background")
        var file = walk(Walk())
        file.point(at: "fer2013.csv")
        file.press(.right)
        #expect(file.state.notice == "fer2013.csv is a file; F11 takes it")

        var silent = Walk.inTrain()
        silent.state.keys = parse("watch =\n").keys
        silent.press(.escape, .function(5))
        #expect(silent.state.setup.refusal?.sentence == "a run is still training; q ends it")
    }

    @Test("a footer that names two commands' keys follows either")
    func pairs() {
        var walk = Walk.inTrain()
        walk.press(.character("["))
        #expect(walk.canvas().text.contains("[ ] epoch"))
        walk.state.keys = parse("cursor-on = F9\n").keys
        #expect(!walk.canvas().text.contains("[ ]") && walk.canvas().text.contains("[ epoch"))
        walk.state.keys = parse("cursor-back = F8\n").keys
        #expect(walk.canvas().text.contains("F8 epoch"))
    }

    @Test("Inspect's sentences follow the keys")
    func inspecting() {
        var whatIf = Walk.inCloseUp()
        whatIf.press(.character("w"))
        #expect(whatIf.canvas().text.contains("arrows move the network's own box, + - scale it, . , turn it"))
        whatIf.state.keys = parse("box-left = H\nbox-right = L\nbox-larger = F2\nbox-clockwise =\nbox-against-clock =\n").keys
        #expect(whatIf.canvas().text.contains("what if: H L ↑ ↓ move the network's own box, F2 - scale it"))
        #expect(!whatIf.canvas().text.contains("turn it"))
        var list = Walk.inInspect()
        list.press(.character("a"), .character("y"), .character("y"), .character("u"))
        list.state.keys = parse("confidence = F2\ntruth =\n").keys
        #expect(list.canvas().text.contains("no face is like that; r, F2 and u change what is in sight"))
    }

    @Test(
        "what cannot be taken is told with its line, and the rest holds",
        arguments: [
            ("pause", "keys line 1: expected an action, ' = ' and its keys, as in 'pause = space'"),
            ("pauze = x", "keys line 1: 'pauze' is no action; deep-emotion keys lists them all"),
            ("pause = hyper-x", "keys line 1: 'hyper-x' is no key; expected \(Key.expected)"),
            ("pause = ctrl-i", "keys line 1: 'ctrl-i' is no key; expected \(Key.expected)"),
            ("pause = l", "keys line 1: 'l' is the key of 'rate' already in 'Train'"),
            ("accept = x", "keys line 1: 'x' is text in 'Setup, editing a field', and cannot be a command there"),
            ("quit =", "keys line 1: without a key there is no way out of 'Data'"),
        ])
    func problems(text: String, problem: String) {
        let read = parse(text + "\nsmoothing = S")
        #expect(read.problems == [problem])
        #expect(read.keys.changes == ["smoothing": [.character("S")]])
    }

    @Test("an action with keys in two lines keeps the first")
    func twice() {
        let read = parse("pause = F9\npause = F10")
        #expect(read.problems == ["keys line 2: 'pause' has its keys in line 1 already"])
        #expect(read.keys.changes == ["pause": [.function(9)]])
    }

    @Test("it lies where XDG says")
    func place() {
        #expect(KeyFile.path { $0 == "HOME" ? "/home/a" : nil } == "/home/a/.config/deep-emotion/keys")
        #expect(KeyFile.path { $0 == "XDG_CONFIG_HOME" ? "/etc/x" : nil } == "/etc/x/deep-emotion/keys")
    }
}

@Suite("What is remembered") struct PreferencesTests {
    @Test("reads what it writes, and takes nonsense for nothing")
    func readsBack() {
        var preferences = Preferences()
        preferences.faceMode = .halfBlocks
        preferences.smoothing = .heavy
        preferences.axis = .logarithmic
        preferences.panel = .health
        preferences.isEnlarged = true
        preferences.usesMouse = false
        preferences.notification = .bell
        #expect(Preferences(lines: preferences.lines) == preferences)
        #expect(Preferences(lines: ["faces = photo", "axis", "panel = 99", "so = what", "mouse"]) == Preferences())
        var state = Walk().state
        state.preferences = preferences
        #expect(state.preferences == preferences)
    }
}
