import FaceData
import Core

/// Followed faces: as the camera saw them, and as attention crops them.
enum FacePanels {
    /// The chosen face in two panels, under one contrast.
    static func drawPair(_ state: AppState, in rects: (original: Rect, attention: Rect), on canvas: inout Canvas) {
        let train = state.train
        let epoch = train.view.cursor.map { " @\($0)" } ?? ""
        Panel.draw(rects.original, title: "original" + epoch, number: 3, isFocused: train.panel == .original, on: &canvas)
        Panel.draw(rects.attention, title: "attention" + epoch, number: 4, isFocused: train.panel == .attention, on: &canvas)
        guard let face = train.face else {
            for rect in [rects.original, rects.attention] { canvas.put("waits for the data", x: rect.inner.x + 1, y: rect.inner.y, Style(.faint)) }
            return
        }
        drawPair(face, in: (fitted(rects.original.inner), fitted(rects.attention.inner)), mode: state.faceMode, on: &canvas)
    }

    /// The next followed faces, as many as there is room for.
    static func drawOthers(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
        guard let snapshot = state.train.shown else { return }
        Panel.draw(rect, title: "next faces", on: &canvas)
        let inner = rect.inner
        let columns = max(1, (inner.width + 2) / 35)
        // As wide as the columns allow, as high as leaves no gap of a whole row.
        let width = min(24, (inner.width - 2 * (columns - 1)) / columns / 2 - 1) / 2 * 2
        guard width >= 12 else { return }
        let rows = inner.height / (width / 2 + 1)
        let others = min(columns * rows, snapshot.followed.count - 1)
        guard others > 0 else { return }
        let order = (1..<snapshot.followed.count).map { snapshot.followed[(state.train.faceIndex + $0) % snapshot.followed.count] }
        let shown = order.filter(\.isPinned) + order.filter { !$0.isPinned }
        for (place, face) in shown.prefix(others).enumerated() {
            let x = inner.x + place % columns * (2 * width + 3)
            let y = inner.y + place / columns * (width / 2 + 1)
            let original = Rect(x: x, y: y, width: width, height: width / 2)
            drawPair(face, in: (original, Rect(x: x + width + 1, y: y, width: width, height: width / 2)), mode: state.faceMode, on: &canvas)
            let line = verdict(face, snapshot.classNames, canvas.glyphs)
            canvas.put(line.text, x: x, y: y + width / 2, Style(line.role), maximum: 2 * width + 1)
        }
    }

    private static func drawPair(_ face: FollowedFace, in rects: (original: Rect, attention: Rect), mode: FaceMode, on canvas: inout Canvas) {
        let theta = face.history.last?.theta ?? .identity
        let crop = AttentionCrop(face: face.pixels, theta: theta)
        // One contrast for both, or the comparison lies; what is outside the image has none.
        let contrast = FacePicture.contrast(of: [face.pixels])
        FacePicture.draw(face.pixels, in: rects.original, on: &canvas, mode: mode, contrast: contrast, box: face.history.isEmpty ? nil : theta)
        FacePicture.draw(crop.pixels, in: rects.attention, on: &canvas, mode: mode, contrast: contrast, tinted: crop.outside)
    }

    /// The largest 2:1 rectangle in the middle of `rect`.
    private static func fitted(_ rect: Rect) -> Rect {
        let width = TrainLayout.faceWidths.first { $0 <= rect.width && $0 / 2 <= rect.height } ?? min(rect.width, rect.height * 2) / 2 * 2
        return Rect(x: rect.x + (rect.width - width) / 2, y: rect.y + (rect.height - width / 2) / 2, width: width, height: width / 2)
    }

    /// "fear ✗ surprise", "happy ✓".
    static func verdict(_ face: FollowedFace, _ names: [String], _ glyphs: TerminalSymbols) -> (text: String, role: Role) {
        func name(_ label: Int) -> String { names.indices.contains(label) ? glyphs.legible(names[label]) : "class \(label)" }
        guard let predicted = face.predicted else { return (name(face.label), .secondary) }
        return predicted == face.label
            ? ("\(name(face.label)) \(glyphs.right)", .good) : ("\(name(face.label)) \(glyphs.wrong) \(name(predicted))", .warning)
    }
}
