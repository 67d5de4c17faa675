import Core

extension AppState {
    /// What the keys of charts and replay do.
    mutating func performInCharts(_ command: Command) -> [Effect] {
        guard let extent = train.extent else { return [] }
        switch command {
        case .cursorBack: train.view.moveCursor(by: -1, extent)
        case .cursorOn: train.view.moveCursor(by: 1, extent)
        case .cursorFarBack: train.view.moveCursor(by: -10, extent)
        case .cursorFarOn: train.view.moveCursor(by: 10, extent)
        case .cursorFirst: train.view.setCursor(0, extent)
        case .cursorNow: train.view.setCursor(nil, extent)
        case .play: return play(extent)
        case .zoomIn: train.view.zoom(in: true, extent)
        case .zoomOut: train.view.zoom(in: false, extent)
        case .panBack: train.view.pan(by: -1, extent)
        case .panOn: train.view.pan(by: 1, extent)
        case .wholeRun: train.view.showWhole()
        case .smoothing: train.view.smoothing = train.view.smoothing.next
        case .axis: train.view.axis = train.view.axis.next
        default: break
        }
        return []
    }

    /// Plays, or goes on by one epoch where nothing may move by itself.
    private mutating func play(_ extent: ChartView.Extent) -> [Effect] {
        guard reducesMotion else {
            train.view.togglePlaying(extent)
            return []
        }
        let next = (train.view.cursor ?? -1) + 1
        train.view.setCursor(next > extent.lastEpoch ? 0 : next, extent)
        notice = "motion is reduced: each press goes one epoch on"
        return []
    }

    /// Time has passed.
    mutating func tick() {
        if let extent = train.extent { train.view.tick(extent) }
    }

    /// Seconds between two ticks; nil while nothing moves by itself.
    var tickInterval: Double? {
        guard train.view.isPlaying, let extent = train.extent else { return nil }
        return ReplayPace.interval(epochs: extent.lastEpoch)
    }
}

extension CaseIterable where Self: Equatable {
    /// The case after this one; after the last the first.
    var next: Self {
        let all = Array(Self.allCases)
        let index = all.firstIndex(of: self).map { ($0 + 1) % all.count } ?? 0
        return all[index]
    }
}
