import Core

/// The question before runs are deleted.
enum RemovalOverlay {
    /// Draws both answers, and which runs it is about.
    static func draw(_ removal: RemovalState, on canvas: inout Canvas) {
        let names = removal.paths.prefix(6).map { canvas.glyphs.legible(DataState.name(of: $0)) } + (removal.paths.count > 6 ? ["…"] : [])
        let title = removal.paths.count == 1 ? "delete this run?" : "delete \(removal.paths.count) runs?"
        let inner = Box.draw(width: 52, height: names.count + 1 + removal.titles.count, title: title, on: &canvas)
        canvas.put(names, in: Rect(x: inner.x + 1, y: inner.y, width: inner.width - 2, height: names.count), Style(.secondary))
        let answers = Rect(x: inner.x, y: inner.y + names.count + 1, width: inner.width, height: removal.titles.count)
        Box.drawList(removal.titles, selection: removal.selection, in: answers, on: &canvas)
    }
}

/// The list of checkpoints that a run can be started from.
enum BranchOverlay {
    /// Draws as many as there is room for.
    static func draw(_ branch: BranchState, on canvas: inout Canvas) {
        let rows = min(branch.checkpoints.count, canvas.height - 6)
        let title = "start from " + canvas.glyphs.legible(DataState.name(of: branch.path)).keepingEnd(canvas.width - 24)
        let inner = Box.draw(width: max(48, title.count + 4), height: rows, title: title, on: &canvas)
        let titles = branch.checkpoints.map { checkpoint in
            let epoch = checkpoint.title.hasPrefix("epoch") ? "" : checkpoint.epoch.map { "after epoch \($0)" } ?? ""
            let accuracy = checkpoint.accuracy.map { "  val \(Figures.percent($0)) %" } ?? ""
            return checkpoint.title.paddedRight(12) + epoch.paddedRight(16) + accuracy
        }
        Box.drawList(titles, selection: branch.selection, in: Rect(x: inner.x, y: inner.y, width: inner.width, height: rows), on: &canvas)
    }
}
