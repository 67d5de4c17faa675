/// How fast a run goes and how long it still takes.
struct Pace {
    let facesPerEpoch: Int
    let epochs: Int
    /// Of the last second or so.
    private(set) var imagesPerSecond = 0.0
    private var recent: (faces: Int, seconds: Double) = (0, 0)
    private var all: (faces: Int, seconds: Double) = (0, 0)
    /// Of the latest validation and saving.
    private var epochEndSeconds: Double?

    init(facesPerEpoch: Int, epochs: Int) {
        self.facesPerEpoch = facesPerEpoch
        self.epochs = epochs
    }

    /// Takes down one step.
    mutating func note(faces: Int, seconds: Double) {
        recent.faces += faces
        recent.seconds += seconds
        all.faces += faces
        all.seconds += seconds
        if recent.seconds >= 0.5 || imagesPerSecond == 0 {
            imagesPerSecond = Double(recent.faces) / max(recent.seconds, 1e-9)
            if recent.seconds >= 0.5 { recent = (0, 0) }
        }
    }

    /// Takes down what an epoch's end took.
    mutating func noteEpochEnd(seconds: Double) { epochEndSeconds = seconds }

    /// Until the last epoch's end; nil before anything was measured.
    func secondsRemaining(epoch: Int, facesDone: Int) -> Double? {
        guard all.faces > 0 else { return nil }
        let facesLeft = facesPerEpoch - facesDone + (epochs - epoch) * facesPerEpoch
        let endsLeft = epochs - epoch + (facesDone < facesPerEpoch ? 1 : 0)
        return Double(facesLeft) * all.seconds / Double(all.faces) + Double(endsLeft) * (epochEndSeconds ?? 0)
    }
}
