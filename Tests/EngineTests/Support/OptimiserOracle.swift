@testable import Engine

/// Any optimiser over a flat array, in double precision: clipping, weight decay and rule in PyTorch's order.
struct OptimiserOracle {
    let update: StepEngine.Update
    var values: [Double]
    private var adam: AdamOracle?
    private var velocity: [Double]

    init(_ values: [Double], _ update: StepEngine.Update) {
        self.values = values
        self.update = update
        velocity = values.map { _ in 0 }
        if update.optimiser != .sgd {
            adam = AdamOracle(values, learningRate: update.settings.learningRate, epsilon: update.settings.adamEpsilon)
        }
    }

    /// - Parameter gradient: L2's included.
    mutating func move(along gradient: [Double]) {
        var gradient = gradient
        if update.clip > 0 {
            let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
            gradient = gradient.map { $0 * min(1, update.clip / (norm + 1e-6)) }
        }
        let rate = update.settings.learningRate
        if update.optimiser == .adamw {
            values = values.map { $0 * (1 - rate * update.weightDecay) }
        } else {
            gradient = zip(gradient, values).map { $0 + update.weightDecay * $1 }
        }
        switch update.optimiser {
        case .adam, .adamw:
            adam?.values = values
            adam?.update(gradient)
            values = adam?.values ?? []
        case .sgd:
            velocity = zip(velocity, gradient).map { update.settings.momentum * $0 + $1 }
            values = zip(values, velocity).map { $0 - rate * $1 }
        }
    }
}
