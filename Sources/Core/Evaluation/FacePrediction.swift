import Engine
package import FaceData
import Platform

/// What a trained network says of one face.
package struct FacePrediction: Sendable, Equatable {
    /// By class index, summing to 1.
    package let probabilities: [Double]
    /// -log of each probability in nats, exact also where the probability rounds to 0.
    package let surprisals: [Double]
    /// Where the attention looks.
    package let theta: Theta

    /// The class with the highest probability, the first of equals.
    package var predicted: Int { ranked[0] }
    /// The predicted class's probability.
    package var confidence: Double { probabilities[predicted] }
    /// All classes, the most probable first, the lower index first among equals.
    package var ranked: [Int] { probabilities.indices.sorted { (surprisals[$0], $0) < (surprisals[$1], $1) } }

    /// Of logits; the softmax is taken in double precision.
    init(logits: [Double], theta: Theta) {
        let maximum = logits.max() ?? 0
        let sum = log(logits.reduce(0) { $0 + exp($1 - maximum) }) + maximum
        surprisals = logits.map { sum - $0 }
        probabilities = surprisals.map { exp(-$0) }
        self.theta = theta
    }

    init(_ prediction: StepEngine.Prediction, classCount: Int) {
        self.init(
            logits: (0..<classCount).map { Double(prediction.logits[$0]) }, theta: Theta((0..<6).map { prediction.theta[$0] }))
    }

    private init(probabilities: [Double], surprisals: [Double], theta: Theta) {
        (self.probabilities, self.surprisals, self.theta) = (probabilities, surprisals, theta)
    }

    /// The mean of both probabilities, with this one's theta.
    func averaged(with other: FacePrediction) -> FacePrediction {
        // log((a + b)/2) from the larger of both, so that nothing underflows.
        let surprisals = zip(surprisals, other.surprisals).map { own, its in
            let least = min(own, its)
            return least - log((exp(least - own) + exp(least - its)) / 2)
        }
        return FacePrediction(probabilities: surprisals.map { exp(-$0) }, surprisals: surprisals, theta: theta)
    }
}
