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
        case .pinFace: return train.face.map { [.pin($0.index, !$0.isPinned)] } ?? []
        case .saveAnimation: return saveReplay(.gif)
        case .saveStrip: return saveReplay(.png)
        default: break
        }
        return []
    }

    /// Saves the shown face's whole replay beside the run's files.
    private mutating func saveReplay(_ format: ReplayPicture.Format) -> [Effect] {
        guard let snapshot = train.snapshot, snapshot.followed.indices.contains(train.faceIndex) else { return [] }
        notice = "drawing the replay"
        let picture = ReplayPicture(face: snapshot.followed[train.faceIndex], classNames: snapshot.classNames)
        return [.saveReplay(picture, format, path: (snapshot.runFolder ?? ".") + "/replay-face-\(train.faceIndex + 1)")]
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
