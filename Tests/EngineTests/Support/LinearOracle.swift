@testable import Platform
import Foundation

/// A linear layer by plain loops.
struct LinearOracle {
    /// [O, I].
    var weights: [Double]
    /// [O].
    var bias: [Double]

    func forward(_ input: [Double]) -> [Double] {
        bias.indices.map { output in
            var sum = bias[output]
            for index in input.indices { sum += weights[output * input.count + index] * input[index] }
            return sum
        }
    }

    func inputGradient(_ outputGradient: [Double]) -> [Double] {
        let inputs = weights.count / bias.count
        return (0..<inputs).map { index in
            var sum = 0.0
            for output in bias.indices { sum += weights[output * inputs + index] * outputGradient[output] }
            return sum
        }
    }

    /// [O, I] of one face.
    static func weightGradient(_ outputGradient: [Double], input: [Double]) -> [Double] {
        outputGradient.flatMap { gradient in input.map { gradient * $0 } }
    }
}

/// Softmax cross-entropy of one face by its definition.
struct SoftmaxOracle {
    let logits: [Double]

    var probabilities: [Double] {
        let largest = logits.max() ?? 0
        let powers = logits.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// In nats; log(sum exp) - logit, so that it is right where the probability is zero.
    func loss(label: Int) -> Double {
        let largest = logits.max() ?? 0
        return log(logits.reduce(0) { $0 + exp($1 - largest) }) + largest - logits[label]
    }

    /// Of the loss, by logit.
    func gradient(label: Int) -> [Double] { probabilities.enumerated().map { $1 - ($0 == label ? 1 : 0) } }
}
