import Platform
import Core

/// The options by which evaluate, predict and explain find their network.
struct NetworkArguments {
    /// A checkpoint, a run's folder or a run's name.
    var checkpoint: String?
    var runsFolder = "runs"
    var choices = CheckpointChoices()
    var threads = min(256, ProcessorCount.online)

    /// The options' names, for hints.
    static let names = ["--checkpoint", "--runs", "--input", "--sampler", "--threads"]

    static let help = """
          --checkpoint FILE        best.safetensors, last.safetensors or any other checkpoint of a run, a run's folder or its name (its best epoch),
                                   or a state_dict that PyTorch saved as safetensors.
          --runs DIR               Where runs are looked for by name. [runs]
          --input SCALE            How grey values enter, where a state_dict does not say it: raw, unit or signed. [signed]
          --sampler NAME           How theta reads between pixels, likewise: stn, halfpixel or corners. [series: halfpixel, paper: corners]
          --threads N              Worker threads, 1...256. They do not change results. [one a processor]
        """

    /// Takes `option` if it is one of these.
    mutating func take(_ option: ArgumentReader.Option, _ reader: inout ArgumentReader) throws(UsageError) -> Bool {
        switch option.name {
        case "--checkpoint": checkpoint = try reader.value(of: option, expected: "a checkpoint, a run's folder or its name")
        case "--runs": runsFolder = try reader.value(of: option, expected: "the folder that runs are kept in")
        case "--input": choices.input = try reader.choice(of: option)
        case "--sampler": choices.sampler = try reader.choice(of: option)
        case "--threads": threads = try reader.number(of: option, in: 1...256)
        default: return false
        }
        return true
    }

    /// Refuses a line that names no network.
    func check(command: String) throws(UsageError) {
        guard checkpoint != nil else {
            throw UsageError(description: "no --checkpoint: give a checkpoint, a run's folder or its name; see deep-emotion \(command) --help")
        }
    }

    /// Opens the network; says on standard error what its file leaves open.
    func open() throws -> TrainedNetwork {
        let network = try TrainedNetwork(opening: checkpoint ?? "", runsFolder: runsFolder, choices: choices, threads: threads)
        for sentence in network.assumptions { Output.complain("\(network.path): \(sentence)") }
        return network
    }

    /// The faces that `network` is asked about.
    ///
    /// - Parameter data: nil: those of its run.
    /// - Throws: `UsageError` where they are not named, `RunError` where the run's settings cannot be read.
    func data(of network: TrainedNetwork, _ data: String?, skipsBad: Bool) throws -> CheckpointData {
        guard let found = try CheckpointData(of: network.path, data: data, skipsBad: skipsBad, threads: threads) else {
            throw UsageError(description: "no --data, and no run.json beside \(network.path) that says what it was trained on")
        }
        return found
    }
}
