extension RunConfiguration {
    /// How its data are read.
    package var loadOptions: LoadOptions {
        LoadOptions(seed: hyperparameters.seed, skipsBad: skipsBad, threads: min(threads, ProcessorCount.online), split: split, votes: votes)
    }
}
