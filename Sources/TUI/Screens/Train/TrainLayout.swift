/// Where Train's panels stand in a terminal of a given size.
///
/// At 80x24 charts are 7 lines high and faces 24x12 cells. Larger terminals get larger faces, then the classes' panel beside the charts and
/// more followed faces beside the first. Below, and where a warning needs lines, faces shrink to 16x8, charts become sparklines, and at
/// last the faces make room.
struct TrainLayout {
    /// The left chart.
    private(set) var loss: Rect
    /// The right chart.
    private(set) var accuracy: Rect
    /// Recall and confusion, where there is room beside the charts.
    private(set) var classes: Rect?
    /// Original, attention, and what is said of the face; nil where a warning takes their room.
    private(set) var faces: (original: Rect, attention: Rect, info: Rect)?
    /// More followed faces, where there is room.
    private(set) var others: Rect?
    /// Warnings in words.
    private(set) var notice: Rect?

    /// Widths of faces, largest first; a face is half as high.
    static let faceWidths = [48, 40, 32, 24, 16]
    /// What the face's numbers need, borders included.
    static let infoWidth = (full: 28, least: 24)
    /// What the table of classes needs, borders included.
    static let classesWidth = 46

    /// - Parameter noticeLines: what warnings need when they are as wide as the screen.
    init(width: Int, height: Int, noticeLines: Int = 0) {
        // The first line, the progress line and the footer.
        let room = height - 3
        var notice = noticeLines
        let faceWidth = Self.faceWidths.first { faceWidth in
            2 * (faceWidth + 2) + Self.infoWidth.full <= width && room - notice - (faceWidth / 2 + 2) >= max(7, height * 3 / 10)
        }
        var cells = faceWidth ?? 16
        var chartHeight = room - notice - (cells / 2 + 2)
        if chartHeight < 4 {
            // Warnings first: what they say is why someone looks.
            cells = 0
            notice = min(notice, room - 4)
            chartHeight = room - notice
        }
        let hasClasses = width >= 76 + Self.classesWidth - 2 && chartHeight >= 11
        let chartsWidth = hasClasses ? width - Self.classesWidth : width
        loss = Rect(x: 0, y: 1, width: chartsWidth / 2, height: chartHeight)
        accuracy = Rect(x: chartsWidth / 2, y: 1, width: chartsWidth - chartsWidth / 2, height: chartHeight)
        if hasClasses { classes = Rect(x: chartsWidth, y: 1, width: Self.classesWidth, height: chartHeight) }
        if notice > 0 { self.notice = Rect(x: 0, y: height - 2 - notice, width: width, height: notice) }
        guard cells > 0 else { return }
        let faceHeight = cells / 2 + 2
        let y = 1 + chartHeight
        let left = width - 2 * (cells + 2)
        // More faces need at least one beside the numbers, with its attention.
        let hasOthers = left - Self.infoWidth.full >= 36 && faceHeight >= 12
        let info = hasOthers ? Self.infoWidth.full : left
        faces = (
            Rect(x: 0, y: y, width: cells + 2, height: faceHeight), Rect(x: cells + 2, y: y, width: cells + 2, height: faceHeight),
            Rect(x: 2 * (cells + 2), y: y, width: info, height: faceHeight)
        )
        if hasOthers { others = Rect(x: 2 * (cells + 2) + info, y: y, width: left - info, height: faceHeight) }
    }

    /// The panels in sight and their places.
    var panels: [(TrainState.Panel, Rect)] {
        var panels: [(TrainState.Panel, Rect)] = [(.loss, loss), (.accuracy, accuracy)]
        if let faces { panels += [(.original, faces.original), (.attention, faces.attention), (.face, faces.info)] }
        if let classes { panels.append((.classes, classes)) }
        return panels
    }

    /// Whether a panel is in sight.
    func shows(_ panel: TrainState.Panel) -> Bool {
        switch panel {
        case .loss, .accuracy: true
        case .original, .attention, .face: faces != nil
        case .classes: classes != nil
        case .health: false
        }
    }
}
