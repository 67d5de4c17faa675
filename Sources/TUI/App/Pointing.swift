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

    /// Zooms charts, goes through faces, and scrolls lists.
    private mutating func turn(by direction: Int, at target: Target?) -> [Effect] {
        switch target {
        case .panel(.loss), .panel(.accuracy), .panel(.health): return performInCharts(direction < 0 ? .zoomIn : .zoomOut)
        case .panel(.original), .panel(.attention), .panel(.face):
            train.moveFace(by: direction)
            return []
        case .panel, .command, .line, .cover, nil:
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
