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
        if case .adam(let rule) = update.rule { adam = AdamOracle(values, learningRate: rule.learningRate, epsilon: rule.epsilon) }
    }

    /// - Parameter gradient: L2's included.
    mutating func move(along gradient: [Double]) {
        var gradient = gradient
        if update.clip > 0 {
            let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
            gradient = gradient.map { $0 * min(1, update.clip / (norm + 1e-6)) }
        }
        let rate =
            switch update.rule {
            case .adam(let rule): rule.learningRate
            case .sgd(let rule): rule.learningRate
            }
        if update.decouplesDecay {
            values = values.map { $0 * (1 - rate * update.weightDecay) }
        } else {
            gradient = zip(gradient, values).map { $0 + update.weightDecay * $1 }
        }
        switch update.rule {
        case .adam:
            adam?.values = values
            adam?.update(gradient)
            values = adam?.values ?? []
        case .sgd(let rule):
            velocity = zip(velocity, gradient).map { rule.momentum * $0 + $1 }
            values = zip(values, velocity).map { $0 - rate * $1 }
        }
    }
}
