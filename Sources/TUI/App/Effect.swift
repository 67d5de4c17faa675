import Core

/// What `reduce` wants done outside: a value, so that tests compare it.
enum Effect: Sendable, Equatable {
    /// Lists a folder for one of Data's columns.
    case list(path: String)
    /// Looks at names at once, then, after a moment of rest, reads the data; ends the examination before it.
    case examine(DataSource, isBusy: Bool, request: Int)
    case cancelExamination
    /// Times some steps after a moment of rest; ends the measurement before it.
    case measureCost(RunConfiguration, faceCount: Int, request: Int)
    case cancelMeasurement
    /// Finds paths that begin with `text`.
    case complete(text: String, request: Int)
    case save(RunConfiguration, path: String, replaces: Bool)
    case load(path: String)
    /// Begins a run.
    case start(RunConfiguration)
    case pause
    case resume
    case setLearningRate(Double)
    case stop(TrainingSession.Stop)
    /// What Inspect wants done.
    case inspect(InspectEffect)
    /// Keeps the list of recent data.
    case remember(recents: [String])
    /// Keeps the theme's name.
    case rememberTheme(String)
    /// Ends the dashboard.
    case leave
}
