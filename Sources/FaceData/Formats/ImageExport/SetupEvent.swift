import Platform

/// What happens in a set-up: the lines of `setup --json`.
package enum SetupEvent: Sendable {
    /// The rows are read.
    case start(ImageSetup)
    /// Images are being made, for so many seconds.
    case progress(LoadProgress, seconds: Double)
    /// All images and the manifest are there.
    case finished(ImageSetup, ImageSetup.Outcome, seconds: Double)
    /// The person stopped it.
    case stopped(ImageSetup)

    /// One JSON object in one line, without a line's end.
    package var jsonLine: String {
        switch self {
        case .start(let setup): JSONText.line(Start(setup))
        case .progress(let progress, let seconds): JSONText.line(Step(progress, seconds: seconds))
        case .finished(let setup, let outcome, let seconds): JSONText.line(Finish(setup, outcome, seconds: seconds))
        case .stopped(let setup): JSONText.line(Stop(folder: setup.folder))
        }
    }

    private struct Start: Encodable {
        var event = "start"
        let data, layout, rule, folder, format: String
        let images, train, validation, test, skipped: Int

        init(_ setup: ImageSetup) {
            let dataset = setup.dataset
            (data, layout, rule, folder, format) = (dataset.location, dataset.layout, dataset.split, setup.folder, setup.format.rawValue)
            (images, train, validation, test) = (setup.count, dataset.training.count, dataset.validation.count, dataset.test.count)
            skipped = dataset.skipped.count
        }
    }

    private struct Step: Encodable {
        var event = "progress"
        let done, images: Int
        let imagesPerSecond, secondsLeft: Double

        init(_ progress: LoadProgress, seconds: Double) {
            (done, images) = (progress.done, progress.total)
            imagesPerSecond = seconds > 0 ? Double(progress.done) / seconds : 0
            secondsLeft = imagesPerSecond > 0 ? Double(progress.total - progress.done) / imagesPerSecond : 0
        }
    }

    private struct Finish: Encodable {
        var event = "finished"
        let images, written, unchanged: Int
        let folder, manifest: String
        let seconds: Double

        init(_ setup: ImageSetup, _ outcome: ImageSetup.Outcome, seconds: Double) {
            (images, written, unchanged) = (setup.count, outcome.written, outcome.unchanged)
            (folder, manifest, self.seconds) = (setup.folder, setup.manifest, seconds)
        }
    }

    private struct Stop: Encodable {
        var event = "stopped"
        let folder: String
    }
}
