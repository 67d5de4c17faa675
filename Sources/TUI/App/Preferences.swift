import Core

/// How a person is told of a run's end and of warnings while looking elsewhere.
package enum Notification: String, Sendable, CaseIterable {
    /// Not at all.
    case off
    /// With the terminal's bell.
    case bell
    /// With the bell and a message of the terminal's own, outside its window.
    case message
}

/// What the dashboard remembers of a person from one start to the next, beside the theme and recent data.
struct Preferences: Sendable, Equatable {
    var faceMode = FaceMode.quadrants
    var smoothing = ChartView.Smoothing.medium
    var axis = VerticalAxis.usual
    var panel = TrainState.Panel.loss
    var isEnlarged = false
    var usesMouse = true
    var notification = Notification.off

    /// A line each, `name = value`.
    var lines: [String] {
        [
            "faces = \(faceMode.rawValue)", "smoothing = \(smoothing.rawValue)", "axis = \(axis.rawValue)", "panel = \(panel.rawValue)",
            "enlarged = \(isEnlarged ? "on" : "off")", "mouse = \(usesMouse ? "on" : "off")", "notify = \(notification.rawValue)",
        ]
    }

    /// The standard ones.
    init() {}

    /// Reads what `lines` writes; what is missing, or nothing that is known, stays as it is by standard.
    init(lines: [String]) {
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, words[1] == "=" else { continue }
            let value = words[2]
            switch words[0] {
            case "faces": faceMode = FaceMode(rawValue: value) ?? faceMode
            case "smoothing": smoothing = ChartView.Smoothing(rawValue: value) ?? smoothing
            case "axis": axis = VerticalAxis(rawValue: value) ?? axis
            case "panel": panel = Int(value).flatMap { TrainState.Panel(rawValue: $0) } ?? panel
            case "enlarged": isEnlarged = value == "on"
            case "mouse": usesMouse = value != "off"
            case "notify": notification = Notification(rawValue: value) ?? notification
            default: break
            }
        }
    }
}

extension AppState {
    /// What is to be remembered.
    var preferences: Preferences {
        get {
            var preferences = Preferences()
            preferences.faceMode = faceMode
            (preferences.smoothing, preferences.axis) = (train.view.smoothing, train.view.axis)
            (preferences.panel, preferences.isEnlarged) = (train.panel, train.isEnlarged)
            (preferences.usesMouse, preferences.notification) = (usesMouse, notification)
            return preferences
        }
        set {
            faceMode = newValue.faceMode
            (train.view.smoothing, train.view.axis) = (newValue.smoothing, newValue.axis)
            train.choosePanel(newValue.panel.rawValue)
            train.setEnlarged(newValue.isEnlarged)
            (usesMouse, notification) = (newValue.usesMouse, newValue.notification)
        }
    }
}
