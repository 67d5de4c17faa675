@testable import Platform
import Foundation

/// Adam in PyTorch's form, in double precision: epsilon outside the bias-corrected root.
struct AdamOracle {
    let learningRate: Double
    let epsilon: Double
    var values: [Double]
    private var means: [Double]
    private var variances: [Double]
    private var step = 0

    init(_ values: [Double], learningRate: Double, epsilon: Double) {
        self.values = values
        self.learningRate = learningRate
        self.epsilon = epsilon
        means = values.map { _ in 0 }
        variances = means
    }

    mutating func update(_ gradient: [Double]) {
        step += 1
        for index in values.indices {
            means[index] = 0.9 * means[index] + 0.1 * gradient[index]
            variances[index] = 0.999 * variances[index] + 0.001 * gradient[index] * gradient[index]
            let mean = means[index] / (1 - pow(0.9, Double(step)))
            let variance = variances[index] / (1 - pow(0.999, Double(step)))
            values[index] -= learningRate * mean / (variance.squareRoot() + epsilon)
        }
    }
}
