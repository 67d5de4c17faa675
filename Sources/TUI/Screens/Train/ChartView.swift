/// How a run's charts are looked at, all of them alike: smoothing, axis, the part that is in sight, and the epoch under the cursor.
///
/// The epoch under the cursor is also the one that faces and classes show; playing moves it.
struct ChartView: Sendable, Equatable {
    /// Over how much the bright curve is a running mean.
    enum Smoothing: String, Sendable, CaseIterable {
        case none, light, medium, strong, heavy

        /// In epochs; 0 leaves the curve as it is.
        var epochs: Double {
            switch self {
            case .none: 0
            case .light: 1.0 / 24
            case .medium: 1.0 / 6
            case .strong: 2.0 / 3
            case .heavy: 3
            }
        }
    }

    /// The part of the run that is in sight.
    enum Window: Sendable, Equatable {
        case whole
        /// The latest so many epochs: it moves on with the run.
        case latest(Double)
        /// These epochs: it stands still.
        case fixed(ClosedRange<Double>)
    }

    /// What charts need to know of a run to be zoomed and moved.
    struct Extent: Sendable, Equatable {
        /// Where the horizontal axis ends, in epochs.
        var axisEnd: Double
        /// Where the run stands, in epochs.
        var now: Double
        /// The latest epoch that has ended.
        var lastEpoch: Int
    }

    /// Of the bright curves.
    var smoothing = Smoothing.medium
    /// Of all charts.
    var axis = VerticalAxis.usual
    /// In sight.
    private(set) var window = Window.whole
    /// The epoch that is looked at; nil: the latest, as it comes.
    private(set) var cursor: Int?
    /// Whether the cursor moves by itself.
    private(set) var isPlaying = false

    /// At most so deep, in epochs.
    static let leastSpan = 0.25

    /// What is in sight of the horizontal axis.
    func range(_ extent: Extent) -> ClosedRange<Double> {
        switch window {
        case .whole: return 0...extent.axisEnd
        case .latest(let span):
            let end = max(extent.now, span)
            return end - span...end
        case .fixed(let range): return range
        }
    }

    /// Halves what is in sight, or doubles it, around the cursor where there is one and else around the newest.
    mutating func zoom(in isIn: Bool, _ extent: Extent) {
        let range = range(extent)
        let span = (range.upperBound - range.lowerBound) * (isIn ? 0.5 : 2)
        guard span >= Self.leastSpan else { return }
        guard span < extent.axisEnd else {
            window = .whole
            return
        }
        if let cursor {
            place(around: Double(cursor), span: span, extent)
        } else if case .fixed(let range) = window {
            place(around: (range.lowerBound + range.upperBound) / 2, span: span, extent)
        } else {
            window = .latest(span)
        }
    }

    /// Moves what is in sight by half its length; at the newest it moves on with the run again.
    mutating func pan(by direction: Int, _ extent: Extent) {
        guard window != .whole else { return }
        let range = range(extent)
        let span = range.upperBound - range.lowerBound
        let lower = max(0, range.lowerBound + Double(direction) * span / 2)
        window = lower + span >= extent.now && direction > 0 ? .latest(span) : .fixed(lower...lower + span)
    }

    /// Shows the whole run again.
    mutating func showWhole() { window = .whole }

    /// Moves the cursor by so many epochs; beyond the latest one there is none.
    mutating func moveCursor(by distance: Int, _ extent: Extent) {
        isPlaying = false
        // From the newest the first step back is onto the latest epoch.
        let target = (cursor ?? extent.lastEpoch + 1) + distance
        setCursor(target > extent.lastEpoch ? nil : max(0, target), extent)
    }

    /// Puts the cursor on an epoch; nil takes it away.
    mutating func setCursor(_ epoch: Int?, _ extent: Extent) {
        cursor = epoch
        if epoch == nil { isPlaying = false }
        guard let epoch, window != .whole else { return }
        let range = range(extent)
        if !range.contains(Double(epoch)) { place(around: Double(epoch), span: range.upperBound - range.lowerBound, extent) }
    }

    /// Begins to play from the cursor, or from the start where it has nothing before it; or stops where it is.
    mutating func togglePlaying(_ extent: Extent) {
        isPlaying.toggle()
        if isPlaying, cursor.map({ $0 >= extent.lastEpoch }) ?? true { setCursor(0, extent) }
    }

    /// One epoch on while it plays; at the end it stops on the latest.
    mutating func tick(_ extent: Extent) {
        guard isPlaying else { return }
        guard let cursor, cursor < extent.lastEpoch else {
            isPlaying = false
            return
        }
        setCursor(cursor + 1, extent)
    }

    /// Another run: what was chosen by eye stays, places in the run before do not.
    mutating func beginAnew() {
        window = .whole
        cursor = nil
        isPlaying = false
    }

    private mutating func place(around middle: Double, span: Double, _ extent: Extent) {
        let lower = min(max(0, middle - span / 2), max(0, extent.axisEnd - span))
        window = .fixed(lower...lower + span)
    }
}
