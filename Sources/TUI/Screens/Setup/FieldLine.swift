import Platform
import Core

/// One field of the form: name, value, and beside it what is wrong or what the preset says.
enum FieldLine {
    private static let labelWidth = 15

    /// Draws into `rect`, one line high.
    static func draw(_ field: Setting, _ setup: SetupState, in rect: Rect, on canvas: inout Canvas) {
        let isHere = setup.cursor == .field(field.id)
        let ground: Role = isHere ? .selection : .background
        if isHere { canvas.fill(rect, Cell(" ", Style(.text, on: .selection))) }
        let differs = setup.differs(field)
        canvas.put(isHere ? "▸" : " ", x: rect.x, y: rect.y, Style(.highlight, on: ground, bold: true))
        canvas.put(differs ? "*" : " ", x: rect.x + 1, y: rect.y, Style(.highlight, on: ground, bold: true))
        canvas.put(field.label, x: rect.x + 2, y: rect.y, Style(isHere ? .text : .secondary, on: ground, bold: isHere), maximum: labelWidth)
        let value = Rect(x: rect.x + 2 + labelWidth, y: rect.y, width: rect.width - 3 - labelWidth, height: 1)
        if isHere, let entry = setup.entry {
            drawEntry(entry, field, setup, in: value, on: &canvas)
        } else {
            drawValue(field, setup, isHere: isHere, ground: ground, in: value, on: &canvas)
        }
    }

    private static func drawEntry(_ entry: TextEntry, _ field: Setting, _ setup: SetupState, in rect: Rect, on canvas: inout Canvas) {
        guard setup.entryError != nil else {
            let width = field.kind.takesPath || field.kind == .text ? rect.width : min(rect.width, max(12, entry.characters.count + 1))
            EntryLine.draw(entry, in: Rect(x: rect.x, y: rect.y, width: width, height: 1), on: &canvas)
            return
        }
        // The range needs its place; the whole sentence stands in the column beside the form.
        let error = canvas.glyphs.wrong + " " + field.range
        let width = max(8, min(entry.characters.count + 1, rect.width - error.count - 1))
        EntryLine.draw(entry, in: Rect(x: rect.x, y: rect.y, width: width, height: 1), isGood: false, on: &canvas)
        canvas.put(error, x: rect.x + width + 1, y: rect.y, Style(.error, on: .selection, bold: true), maximum: rect.width - width - 1)
    }

    /// What stands for a value that is empty.
    static func emptyText(_ id: Setting.ID) -> String {
        switch id {
        case .limit: "all"
        case .splitSeed: "the run's seed"
        default: "by time and settings"
        }
    }

    private static func drawValue(_ field: Setting, _ setup: SetupState, isHere: Bool, ground: Role, in rect: Rect, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        let text = setup.text(of: field)
        let style = Style(setup.differs(field) ? .highlight : .text, on: ground, bold: isHere)
        var shown = glyphs.legible(text)
        var role = style
        if text.isEmpty {
            shown = Self.emptyText(field.id)
            role = Style(.faint, on: ground)
        }
        if field.kind.takesPath { shown = shown.keepingEnd(rect.width) }
        let isSteppable = field.kind != .path && field.kind != .text && setup.lists[field.id] == nil
        let pieces: [(String, Style)] =
            isHere && isSteppable
            ? [("‹" + " ", Style(.secondary, on: ground)), (shown, role), (" " + "›", Style(.secondary, on: ground))] : [(shown, role)]
        let end = canvas.put(pieces, x: rect.x, y: rect.y, maximum: rect.width)
        guard setup.differs(field), isSteppable, field.id != .threads else { return }
        let preset = field.presetText(for: setup.configuration)
        let remark = "(\(preset.isEmpty ? Self.emptyText(field.id) : preset))"
        if end + 2 + remark.count <= rect.x + rect.width {
            canvas.put(remark, x: end + 2, y: rect.y, Style(isHere ? .secondary : .faint, on: ground))
        }
    }
}
