/// The list of formats that the screen can be saved in.
struct PicturesState: Sendable, Equatable {
    /// The line under the cursor.
    var selection = PictureFormat.allCases.firstIndex(of: .svg) ?? 0
    /// What lay over the screen before, and is in the picture.
    let under: AppState.Overlay?

    /// Over whatever is there.
    init(under: AppState.Overlay?) { self.under = under }
}

extension AppState {
    /// What the keys do in the list of formats.
    mutating func performInPictures(_ command: Command) -> [Effect] {
        guard case .pictures(var list) = overlay else { return [] }
        switch command {
        case .choose:
            overlay = list.under
            return [.savePicture(PictureFormat.allCases[list.selection])]
        case .cancel: overlay = list.under
        default:
            list.selection = moved(list.selection, by: command, count: PictureFormat.allCases.count)
            overlay = .pictures(list)
        }
        return []
    }
}

/// Draws the list of formats.
enum PicturesOverlay {
    /// In the middle of the screen.
    static func draw(_ list: PicturesState, on canvas: inout Canvas) {
        let titles = PictureFormat.allCases.map(\.title)
        let inner = Box.draw(width: 40, height: titles.count, title: "save a picture of the screen", on: &canvas)
        Box.drawList(titles, selection: list.selection, in: inner, on: &canvas)
    }
}
