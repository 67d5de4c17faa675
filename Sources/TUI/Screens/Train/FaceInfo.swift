import FaceData
import Core

/// What the network says of the chosen face: class, probabilities, where attention looks, and how that moved.
enum FaceInfo {
    /// Draws with as many probabilities as there is room for.
    static func draw(_ train: TrainState, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        guard let snapshot = train.shown else { return }
        let count = snapshot.followed.count
        let title = count == 0 ? "face" : "face \(String(train.faceIndex + 1).paddedLeft(String(count).count))/\(count)"
        let pinned = train.face?.isPinned == true ? " pinned" : ""
        Panel.draw(rect, title: title + pinned, number: 5, isFocused: isFocused, on: &canvas)
        let inner = Rect(x: rect.inner.x + 1, y: rect.inner.y, width: rect.inner.width - 1, height: rect.inner.height)
        guard let face = train.face else {
            canvas.put("waits for the data", x: inner.x, y: inner.y, Style(.faint), maximum: inner.width)
            return
        }
        let glyphs = canvas.glyphs
        func name(_ label: Int) -> String {
            snapshot.classNames.indices.contains(label) ? glyphs.legible(snapshot.classNames[label]) : "class \(label)"
        }
        canvas.put([("true ", Style(.secondary)), (name(face.label), Style(.text, bold: true))], x: inner.x, y: inner.y, maximum: inner.width)
        guard let latest = face.history.last, let predicted = face.predicted else {
            canvas.put(
                train.view.cursor == nil ? "waits for the first look" : "not followed yet", x: inner.x, y: inner.y + 1, Style(.faint),
                maximum: inner.width)
            return
        }
        let role: Role = face.isRight ? .good : .warning
        canvas.put([("pred ", Style(.secondary)), (name(predicted), Style(role, bold: true))], x: inner.x, y: inner.y + 1, maximum: inner.width)
        let mark = face.isRight ? glyphs.right : glyphs.wrong
        canvas.put(mark, endingAt: inner.x + min(inner.width, 26), y: inner.y + 1, Style(role, bold: true))
        let geometry = geometry(latest, face.history, width: inner.width, glyphs)
        // Two lines of names, and blank lines around the bars where there is room.
        let room = inner.height - 2 - geometry.count
        let isAiry = room >= 6
        let bars = min(latest.probabilities.count, isAiry ? room - 2 : room)
        drawProbabilities(
            latest.probabilities, name, in: Rect(x: inner.x, y: inner.y + (isAiry ? 3 : 2), width: inner.width, height: bars), on: &canvas)
        let y = inner.y + inner.height - geometry.count
        for (offset, line) in geometry.enumerated() { canvas.put(line, x: inner.x, y: y + offset, maximum: inner.width) }
    }

    /// The likeliest classes with their share and a bar.
    static func drawProbabilities(_ probabilities: [Float], _ name: (Int) -> String, in rect: Rect, on canvas: inout Canvas) {
        let order = probabilities.indices.sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
        let barWidth = rect.width - 14
        for (offset, label) in order.prefix(max(0, rect.height)).enumerated() {
            let y = rect.y + offset
            let share = Double(probabilities[label])
            canvas.put(name(label), x: rect.x, y: y, Style(offset == 0 ? .text : .secondary), maximum: 8)
            canvas.put(Figures.share(share), endingAt: rect.x + 12, y: y)
            canvas.put(
                Bars.bar(share, width: barWidth, isUnicode: canvas.capabilities.isUnicode), x: rect.x + 13, y: y, Style(.info), maximum: barWidth)
        }
    }

    /// Scale, angle, shift, share outside, and how far attention has come from leaving everything as it is.
    private static func geometry(_ latest: FollowedEpoch, _ history: [FollowedEpoch], width: Int, _ glyphs: TerminalSymbols) -> [[(String, Style)]] {
        func pair(_ name: String, _ value: String) -> [(String, Style)] { [(name + " ", Style(.secondary)), (value, Style())] }
        let theta = latest.theta
        let scale = Figures.compact(Double(theta.scale))
        let angle = theta.angleDegrees.isFinite ? Figures.fixed(Double(theta.angleDegrees), 0).paddedLeft(3) + glyphs.degree : "nan"
        let shift = "\(Figures.signed(Double(theta.shift.x))) \(Figures.signed(Double(theta.shift.y)))"
        let travelled = Bars.sparkline(
            history.suffix(width).map { Double($0.theta.distanceFromIdentity) }, width: width - 4, isUnicode: glyphs.isUnicode)
        return [
            pair("scale", (scale.hasPrefix("0.") ? String(scale.dropFirst()) : scale).paddedRight(4)) + pair(" angle", angle),
            pair("shift", shift),
            pair("outside", Figures.fixed(theta.outsideShare() * 100, 0).paddedLeft(3) + " %"),
            [("STN ", Style(.secondary)), (travelled, Style(.highlight))],
        ]
    }
}
