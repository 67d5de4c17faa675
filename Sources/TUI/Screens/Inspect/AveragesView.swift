import Platform
import Core

/// What predictions hang on, class by class: the mean of the recognised faces, and where covering them makes the class's probability fall.
enum AveragesView {
    /// Draws the classes that fit, as far as they are known.
    static func draw(_ inspection: Inspection, _ state: AppState, in rect: Rect, on canvas: inout Canvas) {
        let averages = state.inspect.averages
        let done = averages.all == 0 ? "" : " (\(NumberText.grouped(averages.done)) of \(NumberText.grouped(averages.all)) faces covered)"
        let titles = ["recognised faces on average, and where they matter", "recognised faces on average"].map { $0 + done }
        Panel.draw(rect, title: titles.first { $0.count <= rect.width - 4 } ?? titles[1], isFocused: true, on: &canvas)
        let tiles = zip(inspection.classNames, averages.classes).compactMap { name, mean -> FacePairs.Tile? in
            guard let face = mean.meanFace, let drops = mean.drops else { return nil }
            let fall = Figures.fixed((drops.max() ?? 0) * 100, 1)
            return FacePairs.Tile(
                face: face, map: drops, caption: "\(canvas.glyphs.legible(name)): \(NumberText.grouped(mean.recognised)), to -\(fall) %")
        }
        guard !tiles.isEmpty else {
            let text = averages.all > 0 && averages.done == averages.all ? "no face is recognised" : "covering the recognised faces, square by square"
            canvas.put(text, x: rect.inner.x + 1, y: rect.inner.y, Style(.info), maximum: rect.inner.width - 1)
            return
        }
        let layout = FacePairs.layout(width: rect.inner.width, height: rect.inner.height)
        let rows = (tiles.count + layout.columns - 1) / layout.columns
        let first = min(averages.past / layout.columns, max(0, rows - layout.rows)) * layout.columns
        FacePairs.draw(Array(tiles[first...]), cursor: nil, in: rect.inner, mode: state.faceMode, on: &canvas)
        Chrome.drawMore(
            "classes", first..<min(tiles.count, first + layout.count), of: tiles.count, state.keys, in: .averages, at: rect, on: &canvas)
    }
}
