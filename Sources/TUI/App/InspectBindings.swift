import Platform
import Core

extension Binding {
    /// Inspect, with nothing over it.
    static let inspecting: [Context] = [.opening, .matrix, .faceList, .closeUp, .whatIf, .averages]
    /// What the filters narrow down.
    private static let filtered: [Context] = [.matrix, .faceList, .closeUp]

    /// Inspect's part of the table.
    static let inspect: [Binding] = [inspectListedRun] + matrix + faces + closeUp + whatIf + filters + aroundInspect + [pinInspectedFace]

    /// Opens Inspect on the run in sight.
    static let inspectRun = Binding(
        .inspect, [.character("v")], "inspect", "Look at the run's best epoch so far: confusions, faces, where attention looks.",
        in: [.training, .enlarged, .ended], isEnabled: { $0.inspectableRun != nil })

    /// The same from the table of runs, where a small v lays curves over each other.
    private static let inspectListedRun = Binding(
        .inspect, [.character("V")], "inspect", "Look at what the run's network makes of faces.", in: [.runs],
        isEnabled: { $0.inspectableRun != nil })

    /// Last of Inspect's, so that a narrow footer does without it first.
    private static let pinInspectedFace = Binding(
        .pinFace, [.character("p")], naming: { state in state.inspect.faceIndex.map(state.isPinned) == true ? "let go" : "pin" },
        "Keep the face in sight on Train, among those that the run follows, or let it go.", in: [.faceList, .closeUp], footer: "p",
        isEnabled: { $0.inspect.faceIndex != nil })

    private static let matrix: [Binding] = [
        Binding(
            .openFaces, [.enter], "faces", "Show the faces of the cell, the worst first; of a list, the face large.", in: [.matrix], footer: "enter"),
        Binding(.allFaces, [.character("a")], "all faces", "Show all faces, the worst first.", in: [.matrix], footer: "a"),
        Binding(
            .counts, [.character("%"), .character("n")], naming: { $0.inspect.showsShares ? "counts" : "per cent" },
            "Show counts of faces, or per cent of the true class.", in: [.matrix], footer: "%"),
        Binding(.up, [.up, .character("k")], "up", "Move up.", in: [.matrix, .faceList, .averages]),
        Binding(.down, [.down, .character("j")], "down", "Move down.", in: [.matrix, .faceList, .averages]),
        Binding(.cellLeft, [.left, .character("h")], "left", "Move to the predicted class before.", in: [.matrix]),
        Binding(.cellRight, [.right, .character("l")], "right", "Move to the next predicted class.", in: [.matrix]),
    ]

    private static let faces: [Binding] = [
        Binding(.openFaces, [.enter], "large", "Show the face large.", in: [.faceList], footer: "enter"),
        Binding(.previousFace, [.left, .character("h")], "face before", "Go to the face before.", in: [.faceList, .closeUp]),
        Binding(.nextFace, [.right, .character("l")], "face", "Go to the next face.", in: [.faceList, .closeUp], footer: "←→"),
        Binding(.pageUp, [.pageUp, .control("u")], "page up", "Go back by ten.", in: [.faceList, .closeUp, .averages]),
        Binding(.pageDown, [.pageDown, .control("d")], "page down", "Go on by ten.", in: [.faceList, .closeUp, .averages]),
        Binding(.first, [.home], "first", "Go to the first.", in: [.matrix, .faceList, .closeUp, .averages]),
        Binding(.last, [.end, .character("G")], "last", "Go to the last.", in: [.matrix, .faceList, .closeUp, .averages]),
    ]

    private static let closeUp: [Binding] = [
        Binding(
            .outline, [.character("g")], naming: { $0.inspect.close.outline == .box ? "grid" : $0.inspect.close.outline == .grid ? "plain" : "box" },
            "Draw the attention's box, its whole sampling grid, or nothing over the face.", in: [.closeUp, .whatIf], footer: "g"),
        Binding(
            .cover, [.character("o")],
            naming: { $0.inspect.close.pane == .drops ? "flips" : $0.inspect.close.pane == .flips ? "attention" : "occlude" },
            "Cover the face piece by piece: where its class's probability falls, then where the prediction flips.", in: [.closeUp], footer: "o"),
        Binding(
            .features, [.character("f")], naming: { $0.inspect.close.pane == .features ? "attention" : "features" },
            "Show the feature maps before and after the warp.", in: [.closeUp], footer: "f",
            isEnabled: { $0.inspect.inspection?.warpsFeatures == true }),
        Binding(.up, [.up, .character("k")], "maps before", "Show the feature maps before.", in: [.closeUp]),
        Binding(.down, [.down, .character("j")], "more maps", "Show more feature maps.", in: [.closeUp]),
        Binding(
            .whatIf, [.character("w")], "what if", "Move, scale and turn the attention's box, and see what the network would say.", in: [.closeUp],
            footer: "w"),
    ]

    private static let whatIf: [Binding] = [
        Binding(.boxLeft, [.left, .character("h")], "move", "Move the box to the left.", in: [.whatIf], footer: "←→"),
        Binding(.boxRight, [.right, .character("l")], "move", "Move the box to the right.", in: [.whatIf]),
        Binding(.boxUp, [.up, .character("k")], "move", "Move the box up.", in: [.whatIf]),
        Binding(.boxDown, [.down, .character("j")], "move", "Move the box down.", in: [.whatIf]),
        Binding(
            .boxLarger, [.character("+"), .character("=")], "scale", "Make the box larger: more of the face is seen, and smaller.", in: [.whatIf],
            footer: "+"),
        Binding(.boxSmaller, [.character("-")], "smaller", "Make the box smaller: less of the face is seen, and larger.", in: [.whatIf]),
        Binding(.boxClockwise, [.character("."), .character(">")], "turn", "Turn the box clockwise.", in: [.whatIf], footer: "."),
        Binding(.boxAgainstClock, [.character(","), .character("<")], "turn back", "Turn the box against the clock.", in: [.whatIf]),
        Binding(.ownBox, [.character("r"), .character("0")], "reset", "Take the network's own box again.", in: [.whatIf], footer: "r"),
    ]

    private static let filters: [Binding] = [
        verdict(in: [.matrix, .faceList], footer: "r"), verdict(in: [.closeUp], footer: nil),
        Binding(
            .confidence, [.character("c")], "confidence", "Go through ranges of confidence: below 40 %, 40-60, 60-80, 80-95, above, all.",
            in: filtered),
        Binding(
            .truth, [.character("y")], "true class", "Go through the true classes, and all.", in: [.faceList, .closeUp],
            isEnabled: { $0.inspect.hasLabels }),
        Binding(.said, [.character("u")], "predicted", "Go through the predicted classes, and all.", in: [.faceList, .closeUp]),
        split(in: [.matrix, .faceList], footer: "s"), split(in: [.closeUp], footer: nil),
        Binding(
            .checkpoint, [.character("e")], "best or last",
            "Look at the run's last epoch instead of its best, or back; of a run that trains, at what it has saved since.", in: filtered,
            isEnabled: { $0.inspect.otherCheckpoint != nil }),
    ]

    // A face that is looked at closely has keys enough in its footer.

    private static func verdict(in contexts: [Context], footer: String?) -> Binding {
        Binding(
            .verdict, [.character("r")],
            naming: { $0.inspect.filter.verdict.next == .all ? "all" : $0.inspect.filter.verdict.next.rawValue },
            "Show wrong predictions, right ones, or both.", in: contexts, footer: footer, isEnabled: { $0.inspect.hasLabels })
    }

    private static func split(in contexts: [Context], footer: String?) -> Binding {
        Binding(
            .split, [.character("s")], "split", "Look at the test, validation or training faces, or all.", in: contexts, footer: footer,
            isEnabled: { $0.inspect.hasLabels })
    }

    private static let aroundInspect: [Binding] = [
        Binding(
            .averages, [.character("A")], "averages", "Cover all recognised faces piece by piece, for the mean of every class.",
            in: [.matrix, .faceList, .closeUp], footer: nil),
        Binding(
            .faceMode, [.character("m")], "mode", "Draw faces in quadrants, half blocks or letters.", in: [.faceList, .closeUp, .whatIf, .averages]),
        Binding(
            .back, [.escape, .backspace], naming: { $0.context == .whatIf ? "own box" : "back" },
            "Go back: from a face to its list, from there to the matrix, and to where you came from.", in: inspecting, footer: "esc"),
    ]
}
