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
        // Faces in letters but for one screen: how they are drawn does not matter here, and takes most of the time.
        for index in screens.indices where screens[index].0 != "train" { screens[index].1.state.faceMode = .ascii }
        return screens
    }()

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
