import FaceData
import Platform
import Core

/// Something that happened, as `reduce` hears of it.
enum Action: Sendable {
    /// The dashboard was opened.
    case opened
    /// A person pressed a key.
    case key(Key)
    /// Work in the background reports.
    case answer(Answer)
    /// Time to look at the table of runs again.
    case runsAreDue
    /// The run at this moment.
    case snapshot(TrainingSnapshot)
    /// A person clicked or turned the wheel; nil where nothing listens.
    case pointed(Mouse.Gesture, Target?)
    /// So much time has passed as `AppState.tickInterval` says.
    case tick
}

/// What work in the background found. `request` is the number that the effect carried.
enum Answer: Sendable {
    case listed(path: String, Result<[Folder.Entry], DatasetError>)
    case recognised(Bool, request: Int)
    case examining(LoadProgress, request: Int)
    case examined(Result<DatasetReport, DatasetError>, request: Int)
    /// `minuteOfDay` is the local time of the measurement, 0..<1440.
    case measured(CostEstimate, minuteOfDay: Int, request: Int)
    /// Paths that begin with what was typed.
    case completions([String], request: Int)
    case saved(path: String, SaveOutcome)
    case loaded(path: String, Result<RunConfiguration, RunError>)
    /// The runs of a runs folder.
    case runs(folder: String, Result<[RunOverview], FileError>)
    /// Curves that were asked for.
    case curves([RunCurve])
    /// A run's checkpoints.
    case checkpoints(path: String, [KeptCheckpoint])
    /// Runs that were to be deleted, and a sentence for each that could not be.
    case removed([String], complaints: [String])
    /// A run that was to be trained on here; nil where it is, else why not.
    case takenUp(refusal: String?)
    /// A run that was to go on in a process of its own: its number, or why it does not.
    case wentOn(folder: String, Result<Int32, FileError>)
    /// A run of the queue that is trained already, or cannot be: why.
    case queueSkipped(complaint: String?)
    case inspect(InspectAnswer)
    /// Something that a person need not do anything about could not be written.
    case failed(String)
    /// A file that was asked for lies there.
    case wrote(path: String)
}

/// How saving the form went.
enum SaveOutcome: Sendable, Equatable {
    case done
    /// A file of that name exists, and the person has not agreed to replace it.
    case exists
    case failed(String)
}
