import FaceData
import Core

/// The TensorFlow implementation's own command line: sets up, trains, or both.
enum LegacyCommand {
    /// Returns the process's exit code.
    static func run(_ arguments: TrainArguments) -> Int32 {
        if arguments.setsUp {
            let setup = SetupCommand(data: DataArguments(arguments.configuration), format: .jpg, printsJSON: arguments.printsJSON)
            let code = setup.run()
            guard code == 0 else { return code }
        }
        return TrainCommand.run(arguments)
    }
}
