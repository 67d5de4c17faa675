import FaceData
import Platform
import Core

/// Where the parts of a large face stand: original and what is beside it at the same size, what is said, and lines below.
struct CloseUpLayout {
    let original: Rect
    let pane: Rect
    let info: Rect
    let lines: Rect
    /// All of it but the first line and the last two.
    let body: Rect

    /// What the probabilities need, borders included.
    private static let infoWidth = 20

    /// For a terminal of so many cells.
    init(width: Int, height: Int) {
        let rows = height - 3
        let face =
            TrainLayout.faceWidths.first { 2 * ($0 + 2) + Self.infoWidth <= width && $0 / 2 + 2 <= rows }
            ?? TrainLayout.faceWidths[TrainLayout.faceWidths.count - 1]
        let (faceWidth, faceHeight) = (face + 2, face / 2 + 2)
        body = Rect(x: 0, y: 1, width: width, height: rows)
        original = Rect(x: 0, y: 1, width: faceWidth, height: faceHeight)
        pane = Rect(x: faceWidth, y: 1, width: faceWidth, height: faceHeight)
        info = Rect(x: 2 * faceWidth, y: 1, width: width - 2 * faceWidth, height: faceHeight)
        lines = Rect(x: 1, y: 1 + faceHeight, width: width - 2, height: rows - faceHeight)
    }
}

/// One face: the original with the attention's box or grid, what attention or occlusion makes of it, probabilities, and where the attention looks.
enum CloseUpView {
    /// Positions along each side of the sampling grid of a network that warps the face itself: all 48 would hide it.
    private static let faceGrid = 16

    /// Draws all of it.
    static func draw(_ inspection: Inspection, _ state: AppState, on canvas: inout Canvas) {
        let layout = CloseUpLayout(width: canvas.width, height: canvas.height)
        guard let index = state.inspect.faceIndex else {
            Panel.draw(layout.body, title: "no face is like that", isFocused: true, on: &canvas)
            return
        }
        let close = state.inspect.close
        let place = "face \(state.inspect.position + 1)/\(state.inspect.list.count)"
        guard close.pane != .features else {
            FeatureMapsView.draw(close.look, past: close.featuresPast, title: place, state.keys, in: layout.body, mode: state.faceMode, on: &canvas)
            return
        }
        let face = inspection.faces.face(index)
        let prediction = close.trial == nil ? inspection.predictions[index] : close.look?.prediction ?? inspection.predictions[index]
        let theta = close.trial ?? inspection.predictions[index].theta
        let contrast = FacePicture.contrast(of: [face])
        Panel.draw(layout.original, title: "original", isFocused: close.trial != nil, on: &canvas)
        let gridSide = inspection.warpsFeatures ? close.look?.before.side ?? 9 : faceGrid
        FacePicture.draw(
            face, in: layout.original.inner, on: &canvas, mode: state.faceMode, contrast: contrast, box: close.outline == .none ? nil : theta,
            gridSide: close.outline == .grid ? gridSide : nil)
        drawPane(close, face, theta, contrast, in: layout.pane, mode: state.faceMode, on: &canvas)
        // Keys step through the faces, or move the box.
        drawInfo(inspection, index, prediction, title: place, isFocused: close.trial == nil, in: layout.info, on: &canvas)
        var y = layout.lines.y
        for (text, style) in lines(inspection, index, state, canvas.glyphs) {
            let wrapped = text.count > layout.lines.width ? text.wrapped(layout.lines.width) : [text]
            let rest = Rect(x: layout.lines.x, y: y, width: layout.lines.width, height: layout.lines.y + layout.lines.height - y)
            y += canvas.put(wrapped, in: rest, style)
        }
    }

    private static func drawPane(
        _ close: FaceCloseUp, _ face: [UInt8], _ theta: Theta, _ contrast: ClosedRange<UInt8>, in rect: Rect, mode: FaceMode, on canvas: inout Canvas
    ) {
        switch close.pane {
        case .attention, .features:
            Panel.draw(rect, title: "attention", on: &canvas)
            let crop = AttentionCrop(face: face, theta: theta)
            FacePicture.draw(crop.pixels, in: rect.inner, on: &canvas, mode: mode, contrast: contrast, tinted: crop.outside)
        case .drops, .flips:
            let map = close.pane == .drops ? close.saliency?.drops : close.saliency?.flips
            let whole = close.pane == .drops ? "probability falls" : "prediction flips"
            Panel.draw(rect, title: whole.count <= rect.width - 4 ? whole : close.pane == .drops ? "falls here" : "flips here", on: &canvas)
            guard let map else {
                let inner = rect.inner
                canvas.put("covering it", x: inner.x + 1, y: inner.y, Style(.info), maximum: inner.width - 1)
                let bar = Bars.bar(close.covered, width: inner.width - 2, isUnicode: canvas.capabilities.isUnicode)
                canvas.put(bar, x: inner.x + 1, y: inner.y + 1, Style(.info), maximum: inner.width - 2)
                return
            }
            FacePicture.draw(SaliencyGreys.picture(map), in: rect.inner, on: &canvas, mode: mode, contrast: 0...255)
        }
    }

    private static func drawInfo(
        _ inspection: Inspection, _ index: Int, _ prediction: FacePrediction, title: String, isFocused: Bool, in rect: Rect, on canvas: inout Canvas
    ) {
        Panel.draw(rect, title: title, isFocused: isFocused, on: &canvas)
        let inner = Rect(x: rect.inner.x + 1, y: rect.inner.y, width: rect.inner.width - 1, height: rect.inner.height)
        let glyphs = canvas.glyphs
        func name(_ label: Int) -> String { glyphs.legible(inspection.classNames[label]) }
        let label = inspection.label(index)
        let role: Role = label.map { $0 == prediction.predicted ? .good : .warning } ?? .text
        canvas.put(
            [("true ", Style(.secondary)), (label.map(name) ?? "unknown", Style(.text, bold: true))], x: inner.x, y: inner.y, maximum: inner.width)
        let mark = label.map { $0 == prediction.predicted ? " " + glyphs.right : " " + glyphs.wrong } ?? ""
        canvas.put(
            [("pred ", Style(.secondary)), (name(prediction.predicted) + mark, Style(role, bold: true))], x: inner.x, y: inner.y + 1,
            maximum: inner.width)
        let isAiry = inner.height >= prediction.probabilities.count + 3
        let top = isAiry ? 3 : 2
        FaceInfo.drawProbabilities(
            prediction.probabilities.map { Float($0) }, name, in: Rect(x: inner.x, y: inner.y + top, width: inner.width, height: inner.height - top),
            on: &canvas)
    }

    /// Where the attention looks as numbers, where the face was found, and what covering it or moving the box has shown.
    private static func lines(_ inspection: Inspection, _ index: Int, _ state: AppState, _ glyphs: TerminalSymbols) -> [(String, Style)] {
        let close = state.inspect.close
        let own = inspection.predictions[index]
        let theta = close.trial ?? own.theta
        var lines = [(geometry(theta, glyphs), Style(.text)), (numbers(theta), Style(.secondary))]
        if let trial = close.trial {
            let said = close.look.map { verdict($0.prediction, inspection, glyphs) } ?? "..."
            let sentence =
                trial == own.theta
                ? movingKeys(state.keys, glyphs)
                : "with this box \(said); with the network's own \(verdict(own, inspection, glyphs))"
            lines.insert((sentence, Style(.highlight)), at: 0)
        }
        if let saliency = close.saliency, close.pane == .drops || close.pane == .flips {
            let fall = Figures.fixed((saliency.drops.max() ?? 0) * 100, 1)
            let watched = glyphs.legible(inspection.classNames[saliency.watched])
            lines.insert(
                (
                    "covered, \(watched) falls by up to \(fall) %; \(saliency.flipCount) of \(saliency.squareCount) squares flip the prediction",
                    Style(.info)
                ),
                at: 0)
        }
        let origin = inspection.origins[index]
        let row = origin.row.map { ", row \(NumberText.grouped($0))" } ?? ""
        let pinned = state.isPinned(index) ? " · pinned" : ""
        lines.append((glyphs.legible(origin.file + row + (origin.subject.map { ", subject \($0)" } ?? "") + pinned), Style(.secondary)))
        return lines
    }

    /// Which keys move the box.
    private static func movingKeys(_ keys: Keymap, _ glyphs: TerminalSymbols) -> String {
        func labels(_ commands: Command...) -> String? {
            let labels = keys.labels(of: commands, in: .whatIf, isUnicode: glyphs.isUnicode)
            return labels.isEmpty ? nil : labels.joined(separator: " ")
        }
        let moving: [Command] = [.boxLeft, .boxRight, .boxUp, .boxDown]
        let hasArrows = keys.labels(of: moving, in: .whatIf) == ["←", "→", "↑", "↓"]
        let move = hasArrows ? "arrows" : labels(.boxLeft, .boxRight, .boxUp, .boxDown)
        let said = [
            move.map { "\($0) move the network's own box" }, labels(.boxLarger, .boxSmaller).map { "\($0) scale it" },
            labels(.boxClockwise, .boxAgainstClock).map { "\($0) turn it" },
        ]
        return "what if: " + said.compactMap(\.self).joined(separator: ", ")
    }

    private static func verdict(_ prediction: FacePrediction, _ inspection: Inspection, _ glyphs: TerminalSymbols) -> String {
        "\(glyphs.legible(inspection.classNames[prediction.predicted])) \(Figures.share(prediction.confidence))"
    }

    /// Scale, angle, shear, shift, and the share of the grid outside.
    private static func geometry(_ theta: Theta, _ glyphs: TerminalSymbols) -> String {
        let angle = theta.angleDegrees.isFinite ? Figures.fixed(Double(theta.angleDegrees), 0) + glyphs.degree : "nan"
        return "scale \(Figures.compact(Double(theta.scale)))  angle \(angle)  shear \(Figures.signed(Double(theta.shear)))"
            + "  shift \(Figures.signed(Double(theta.shift.x))) \(Figures.signed(Double(theta.shift.y)))"
            + "  outside \(Figures.fixed(theta.outsideShare() * 100, 0)) %"
    }

    private static func numbers(_ theta: Theta) -> String {
        let values = theta.values.map { Figures.signed(Double($0)).paddedLeft(5) }
        return "theta \(values[0..<3].joined(separator: " ")) | \(values[3...].joined(separator: " "))"
    }
}
