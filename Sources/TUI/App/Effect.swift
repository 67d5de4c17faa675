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
    /// Keeps the list of recent data.
    case remember(recents: [String])
    /// Keeps the theme's name.
    case rememberTheme(String)
    /// Calls a person who looks elsewhere; nil: the bell alone.
    case ring(String?)
    /// Saves what the screen shows.
    case savePicture(PictureFormat)
    /// Writes a file, under the first free name.
    case write(FileContent)
    /// Draws a face's replay into a file.
    case saveReplay(ReplayPicture, ReplayPicture.Format, path: String)
    /// Keeps a followed face in sight, by its index in the validation set, or lets it go.
    case pin(Int, Bool)
    /// Ends the dashboard.
    case leave
}
