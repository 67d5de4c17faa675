import Platform
import Core

/// What `reduce` wants done outside: a value, so that tests compare it.
enum Effect: Sendable, Equatable {
    /// Lists a folder for one of Data's columns.
    case list(path: String)
    /// Looks at names at once, then, after a moment of rest, reads the data; ends the examination before it.
    case examine(DoctorQuestion, isBusy: Bool, request: Int)
    case cancelExamination
    /// Times some steps after a moment of rest; ends the measurement before it.
    case measureCost(RunConfiguration, faceCount: Int, classCount: Int, request: Int)
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
    /// Reads the table of runs.
    case listRuns(folder: String)
    /// Reads whole runs for their curves.
    case readCurves([String])
    case listCheckpoints(String)
    case keepNote(RunNote, String)
    case removeRuns([String])
    /// Watches a run through its folder.
    case attach(String, RunConfiguration)
    /// Watches nothing any more.
    case detach
    /// Trains a run on, here.
    case takeUp(String)
    /// Begins a run of the queue, or goes on with it.
    case startQueued(RunConfiguration)
    /// Lets a run that has just been saved go on in a process of its own.
    case goOnInBackground(folder: String)
    /// What Inspect wants done.
    case inspect(InspectEffect)
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
