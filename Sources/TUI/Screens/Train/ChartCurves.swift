import Platform
import Core

/// The curves of one run's charts, and where they stand on the axis of epochs.
enum ChartCurves {
    typealias Points = [(x: Double, y: Double)]

    /// What the view needs to know of a run.
    static func extent(_ snapshot: TrainingSnapshot) -> ChartView.Extent {
        ChartView.Extent(axisEnd: axisEnd(snapshot), now: now(snapshot), lastEpoch: snapshot.epochs.last?.epoch ?? 0)
    }

    /// Where the run stands, in epochs.
    private static func now(_ snapshot: TrainingSnapshot) -> Double {
        Double(max(0, snapshot.epoch - 1)) + Double(snapshot.step) / Double(max(1, snapshot.stepsPerEpoch))
    }

    /// The last epoch in sight: grows in round steps, so that the charts are filled from the start and seldom move.
    static func axisEnd(_ snapshot: TrainingSnapshot) -> Double {
        let position = now(snapshot)
        let epochs = Double(snapshot.configuration.hyperparameters.epochs)
        var power = 1.0
        while true {
            for factor in [1.0, 2, 3, 4, 5, 6, 8] where factor * power >= position { return max(position, min(epochs, factor * power)) }
            power *= 10
        }
    }

    /// Changes made live, checkpoints that are kept, and the best epoch.
    static func marks(_ snapshot: TrainingSnapshot) -> [ChartMark] {
        let changes = snapshot.changes.map {
            ChartMark(Double($0.epoch - 1) + Double($0.step) / Double(max(1, snapshot.stepsPerEpoch)), .change)
        }
        var kept: [ChartMark] = []
        if let every = snapshot.configuration.keepEvery, every > 0 {
            kept = snapshot.epochs.filter { $0.epoch % every == 0 }.map { ChartMark(Double($0.epoch), .checkpoint) }
        }
        return changes + kept + (snapshot.best.map { [ChartMark(Double($0.epoch), .best)] } ?? [])
    }

    /// Lowest and highest step of each bucket, so that no spike is lost.
    static func raw(_ history: StepHistory, _ snapshot: TrainingSnapshot) -> Points {
        var points: Points = []
        points.reserveCapacity(history.buckets.count * 2)
        for (index, bucket) in history.buckets.enumerated() {
            let x = position(index, history, snapshot)
            points.append((x, bucket.minimum))
            if bucket.maximum > bucket.minimum { points.append((x, bucket.maximum)) }
        }
        return points
    }

    /// The running mean over what the smoothing says, at least 10 steps, without the start's pull to zero.
    static func smoothed(_ history: StepHistory, _ snapshot: TrainingSnapshot, _ smoothing: ChartView.Smoothing) -> Points {
        let span = smoothing == .none ? 0 : max(smoothing == .light ? 3 : 10, Double(snapshot.stepsPerEpoch) * smoothing.epochs)
        let keep = span > 0 ? exp(-Double(history.stepsPerBucket) / span) : 0
        var (sum, weight) = (0.0, 0.0)
        return history.buckets.enumerated().map { index, bucket in
            sum = sum * keep + bucket.mean * (1 - keep)
            weight = weight * keep + (1 - keep)
            return (position(index, history, snapshot), sum / weight)
        }
    }

    /// A curve's value where an epoch ends; nil before its first point.
    static func value(of points: Points, at epoch: Int) -> Double? { points.last { $0.x <= Double(epoch) + 1e-9 }?.y }

    /// The least and the greatest step of an epoch; nil where there is none.
    static func extremes(_ history: StepHistory, _ snapshot: TrainingSnapshot, epoch: Int) -> ClosedRange<Double>? {
        let inside = history.buckets.indices.filter { Int(position($0, history, snapshot).rounded(.up)) == epoch }
        guard let low = inside.map({ history.buckets[$0].minimum }).min(), let high = inside.map({ history.buckets[$0].maximum }).max(), low <= high
        else { return nil }
        return low...high
    }

    /// The middle of bucket `index` in epochs.
    private static func position(_ index: Int, _ history: StepHistory, _ snapshot: TrainingSnapshot) -> Double {
        (Double(index) + 0.5) * Double(history.stepsPerBucket) / Double(max(1, snapshot.stepsPerEpoch))
    }
}
