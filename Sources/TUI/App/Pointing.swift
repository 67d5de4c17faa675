import Platform
import Core

extension AppState {
    /// Does what a click or a turn of the wheel means at `target`.
    mutating func point(_ gesture: Mouse.Gesture, at target: Target?) -> [Effect] {
        guard usesMouse else { return [] }
        notice = nil
        switch (gesture, target) {
        case (.press, .command(let command)):
            guard let binding = keys.bindings.first(where: { $0.command == command && $0.contexts.contains(context) }), binding.isEnabled(self)
            else { return [] }
            return perform(command)
        case (.press, .line(let distance)): return click(lineBelow: distance)
        case (.press, .cell(let row, let column)): return click(row: row, column: column)
        case (.press, .face(let place)): return click(face: place)
        case (.press, .heading(let column)):
            if column == runs.order.column { runs.reverse() } else { runs.sortAsUsual(by: column) }
            return []
        case (.press, .sibling(let name)):
            guard let parent = data.parent else { return [] }
            return data.go(to: parent, cursorOn: name) + examineCursor()
        case (.press, .screen(let screen)): return go(to: screen)
        case (.press, .panel(let panel)):
            // The first click gives it the focus, the second all the room, the third takes that back.
            if train.isEnlarged || panel == train.panel { train.setEnlarged(!train.isEnlarged) } else { train.choosePanel(panel.rawValue) }
            return []
        case (.press, _): return []
        case (.wheelUp, _): return turn(by: -1, at: target)
        case (.wheelDown, _): return turn(by: 1, at: target)
        }
    }

    /// Moves a list's cursor to the line that was clicked; on its own line it is Enter.
    private mutating func click(lineBelow distance: Int) -> [Effect] {
        guard context == .help || !context.takesText else { return [] }
        guard distance != 0 else {
            guard let binding = Binding.all.first(where: { $0.contexts.contains(context) && $0.keys.contains(.enter) }), binding.isEnabled(self)
            else { return [] }
            return perform(binding.command)
        }
        return move(by: distance)
    }

    /// Moves the matrix's cursor to the cell that was clicked; on its own cell it opens the faces.
    private mutating func click(row: Int, column: Int) -> [Effect] {
        guard context == .matrix else { return [] }
        if inspect.cell == (row, column) { return perform(.openFaces) }
        inspect.moveCell(rows: row - inspect.cell.row, columns: column - inspect.cell.column)
        return []
    }

    /// Goes to the face that was clicked; the one under the cursor, and one beside the matrix, becomes large.
    private mutating func click(face place: Int) -> [Effect] {
        switch context {
        case .matrix:
            let effects = perform(.openFaces)
            inspect.movePosition(by: place - inspect.position)
            return effects + perform(.openFaces)
        case .faceList where place == inspect.position: return perform(.openFaces)
        case .faceList: inspect.movePosition(by: place - inspect.position)
        default: break
        }
        return []
    }

    /// Goes to a screen by its name in the first line.
    private mutating func go(to target: Screen) -> [Effect] {
        guard overlay == nil, !context.takesText, target != screen else { return [] }
        switch target {
        case .data:
            screen = .data
            return stopMeasuring() + examineCursor()
        case .setup: return showSetup()
        case .train: return train.snapshot == nil ? [] : perform(.watch)
        case .runs: return showRuns()
        case .inspect: return []
        }
    }

    /// Zooms charts, goes through faces, and scrolls lists.
    private mutating func turn(by direction: Int, at target: Target?) -> [Effect] {
        switch target {
        case .panel(.loss), .panel(.accuracy), .panel(.health): return performInCharts(direction < 0 ? .zoomIn : .zoomOut)
        case .panel(.original), .panel(.attention), .panel(.face):
            train.moveFace(by: direction)
            return []
        case .panel, .command, .line, .cell, .face, .heading, .sibling, .screen, .cover, nil:
            // One face at a time, unless its feature maps are what scrolls.
            if context == .closeUp, inspect.close.pane != .features { return perform(direction < 0 ? .previousFace : .nextFace) }
            let moves = keys.bindings.contains { $0.command == .down && $0.contexts.contains(context) }
            return moves ? move(by: 3 * direction) : []
        }
    }

    /// So many lines up or down; of what the steps ask for the last counts.
    private mutating func move(by distance: Int) -> [Effect] {
        var effects: [Effect] = []
        for _ in 0..<abs(distance) {
            let step = perform(distance < 0 ? .up : .down)
            if !step.isEmpty { effects = step }
        }
        return effects
    }
}
