@testable import FaceData
import Testing

@testable import Core
@testable import TUI

/// Every screen in every size, number of colours and set of characters, light and dark: what must hold whatever is shown.
@Suite("Every screen everywhere") struct ScreenMatrixTests {
    static let sizes = [(60, 18), (80, 24), (120, 36), (200, 60)]
    static let depths: [Capabilities.Colors] = [.many, .sixteen, .eight, .none]

    /// Name, state, and whether something lies over the screen.
    private static let screens: [(name: String, walk: Walk, isCovered: Bool)] = {
        var warned = SyntheticRun.snapshot()
        warned.warnings = SyntheticRun.findings
        var ended = SyntheticRun.snapshot()
        ended.phase = .ended(.finished(bestEpoch: 11, bestValidationAccuracy: 0.578, checkpoint: "runs/a/best.safetensors"))
        var loading = SyntheticRun.snapshot()
        loading.phase = .loading(LoadProgress(done: 1200, total: 28_709, unit: .images))
        func pressed(_ walk: Walk, _ keys: Key...) -> Walk {
            var walk = walk
            for key in keys { walk.press(key) }
            return walk
        }
        let train = Walk.inTrain()
        var screens: [(String, Walk, Bool)] = [
            ("data", Walk(recents: ["/old/faces"]), false), ("setup", .inSetup(), false), ("editing", pressed(.inSetup(), .down, .enter), false),
            ("train", train, false), ("warned", .inTrain(warned), false), ("ended", .inTrain(ended), false), ("loading", .inTrain(loading), false),
            ("replay", pressed(train, .character("["), .character("[")), false), ("zoomed", pressed(train, .character("+"), .character("y")), false),
            ("rate", pressed(train, .character("l")), false), ("help", pressed(train, .character("?")), true),
            ("quit", pressed(train, .character("q")), true), ("themes", pressed(train, .character("t")), true),
            ("pictures", pressed(train, .control("s")), true), ("findings", pressed(.inTrain(warned), .character("i")), true),
        ]
        for panel in TrainState.Panel.allCases {
            screens.append(("enlarged \(panel)", pressed(train, .character(Character("\(panel.rawValue)")), .character("z")), false))
        }
        screens += runs(pressed) + inspect(pressed)
        // Faces in letters but for one screen: how they are drawn does not matter here, and takes most of the time.
        for index in screens.indices where screens[index].0 != "train" { screens[index].1.state.faceMode = .ascii }
        return screens
    }()

    private typealias Press = (Walk, Key...) -> Walk

    /// The table of runs with all that lies in it and over it.
    private static func runs(_ pressed: Press) -> [(String, Walk, Bool)] {
        let marked = pressed(.inRuns(), .character(" "), .character(" "), .character(" "))
        var curves = pressed(marked, .character("v"))
        curves.answer(.curves(SyntheticRuns.all.prefix(3).map { SyntheticRuns.curve($0.name, epochs: 20, best: 0.5) }))
        var compared = pressed(.inRuns(), .character(" "))
        compared.point(atRun: "crashed")
        var gone = pressed(compared, .character("d"))
        gone.answer(.runs(folder: "runs", .success(Array(SyntheticRuns.all.prefix(2)))))
        var filtered = pressed(.inRuns(), .character("/"))
        filtered.type("val >")
        var noted = pressed(.inRuns(), .character("n"))
        noted.type("a note")
        var nothing = pressed(.inRuns(), .character("/"))
        nothing.type("val > 99")
        nothing.press(.enter)
        var removing = Walk.inRuns()
        removing.point(atRun: "crashed")
        removing.press(.character("x"))
        var branching = Walk.inRuns()
        branching.answer(
            .checkpoints(
                path: branching.state.runs.cursor ?? "",
                [KeptCheckpoint(path: "runs/a/best.safetensors", title: "best", epoch: 2, accuracy: 0.31)]))
        return [
            ("runs", .inRuns(), false), ("runs marked", marked, false), ("no runs", .inRuns([]), false), ("runs filtered", filtered, false),
            ("runs noted", noted, false), ("no run asked for", nothing, false), ("curves", curves, false),
            ("curves unread", pressed(marked, .character("v")), false), ("difference", pressed(compared, .character("d")), false),
            ("difference of one that is gone", gone, false), ("queue", .inQueue(), false), ("removal", removing, true),
            ("branch", branching, true),
        ]
    }

    /// Inspect with every view, opening and failing.
    private static func inspect(_ pressed: Press) -> [(String, Walk, Bool)] {
        var opening = Walk()
        opening.effects = opening.state.openInspection(InspectionTarget(checkpoint: "one"))
        var asking = opening
        asking.answer(.inspect(.opening(.asking(done: 10, all: 40), request: asking.state.inspect.request)))
        var failed = opening
        failed.answer(.inspect(.opened(.failure(.noData(checkpoint: "runs/one")), request: failed.state.inspect.request)))
        let covering = pressed(.inCloseUp(), .character("o"))
        var covered = covering
        if let inspection = covered.state.inspect.inspection, let index = covered.state.inspect.faceIndex {
            let request = covered.state.inspect.close.coverRequest ?? -1
            covered.answer(.inspect(.covered(SyntheticInspection.saliency(inspection, index), request: request)))
        }
        var moved = pressed(.inCloseUp(), .character("w"), .right)
        moved.hearLook()
        return [
            ("opening", opening, false), ("asking", asking, false), ("not opened", failed, false), ("matrix", .inInspect(), false),
            ("matrix in per cent", pressed(.inInspect(), .character("%"), .end), false), ("faces", pressed(.inInspect(), .enter), false),
            ("no faces", pressed(.inInspect(), .character("a"), .character("y"), .character("y"), .character("u")), false),
            ("images", .inInspect(SyntheticInspection.images()), false), ("large", .inCloseUp(), false),
            ("grid", pressed(.inCloseUp(), .character("g")), false), ("features", pressed(.inCloseUp(), .character("f")), false),
            ("covering", covering, false), ("covered", covered, false), ("flips", pressed(covered, .character("o")), false),
            ("what if", pressed(.inCloseUp(), .character("w")), false), ("moved box", moved, false),
            ("averages", pressed(.inInspect(), .character("A")), false), ("help in inspect", pressed(.inInspect(), .character("?")), true),
        ]
    }

    @Test("nothing is cut or overlaps, and focus, state and warnings are more than colour", arguments: sizes)
    func invariants(width: Int, height: Int) {
        for (name, walk, isCovered) in Self.screens {
            for isUnicode in [true, false] {
                let canvas = walk.canvas(width: width, height: height, capabilities: Capabilities(colors: .many, isUnicode: isUnicode))
                let text = canvas.text
                let place = "\(name) at \(width)x\(height), \(isUnicode ? "UTF-8" : "ASCII")"
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let isPlain = text.allSatisfy { $0.isASCII }
                #expect(isUnicode || isPlain, "\(place)")
                #expect(lines.count == height && lines.allSatisfy { $0.count <= width }, "\(place)")
                checkFooter(walk, lines.last ?? "", place)
                if isUnicode, !isCovered { checkBorders(text, place) }
                let hasFocus = text.contains { isUnicode ? "┏▸".contains($0) : ">".contains($0) } || (!isUnicode && text.contains("#="))
                #expect(hasFocus, "\(place) shows no focus without colour")
                if walk.state.screen == .train, !isCovered, let snapshot = walk.state.train.snapshot {
                    #expect(lines.first?.contains(RunState(snapshot).word) == true, "\(place) does not say the run's state")
                    let warns = !walk.state.train.visibleFindings.isEmpty
                    #expect(!warns || text.contains(isUnicode ? "▲ " : "! "), "\(place) warns by colour alone")
                }
            }
        }
    }

    /// Each item is there as a whole, none is cut.
    private func checkFooter(_ walk: Walk, _ line: Substring, _ place: String) {
        #expect(!line.contains("…") && !line.contains("~"), "\(place): cut footer '\(line)'")
        let names = Binding.footer(for: walk.state).map { $0.name(walk.state) }
        let words = Set(names.flatMap { $0.split(separator: " ") })
        let labels = Set(Binding.footer(for: walk.state).compactMap(\.footer).flatMap { $0.split(separator: " ") })
        let plain: Set<Substring> = ["<>", "<", ">", "down", "up"]
        for word in line.split(separator: " ") {
            #expect(words.contains(word) || labels.contains(word) || plain.contains(word), "\(place): '\(word)' in the footer is no whole word")
        }
        if let last = names.last { #expect(line.contains(last), "\(place): no way out in the footer") }
    }

    /// As many corners of each kind as of the others: no panel lies over another.
    private func checkBorders(_ text: String, _ place: String) {
        for corners in ["┌┐└┘", "┏┓┗┛"] {
            let counts = corners.map { corner in text.count { $0 == corner } }
            #expect(Set(counts).count == 1, "\(place): corners \(corners) \(counts)")
        }
    }

    @Test("every number of colours, light and dark, has ink that differs from its ground", arguments: depths)
    func colors(colors: Capabilities.Colors) {
        for (name, walk, _) in Self.screens {
            let canvas = walk.canvas(width: 80, height: 24, capabilities: Capabilities(colors: colors, isUnicode: true))
            var styles: Set<Style> = []
            for y in 0..<canvas.height {
                for x in 0..<canvas.width where canvas[x, y].character != " " {
                    if case .role = canvas[x, y].style.ink { styles.insert(canvas[x, y].style) }
                }
            }
            for theme in Theme.builtIn {
                for isLight in [false, true] {
                    let picture = ScreenPicture(canvas, theme: theme, isLight: isLight)
                    let palette = picture.palette(isDirect: true)
                    let unseen = styles.filter { style in
                        let paint = picture.paint(style, palette)
                        return paint.ink.contrast(with: paint.ground) < 1.5
                    }
                    #expect(unseen.isEmpty, "\(name), \(theme.name), \(colors), \(isLight ? "light" : "dark"): \(unseen)")
                }
            }
        }
    }
}
