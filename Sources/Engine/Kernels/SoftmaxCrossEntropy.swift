import Platform

// Softmax and cross-entropy over lanes of faces. Shapes: logits [C], one label a lane.

enum SoftmaxCrossEntropy {
    /// The probabilities of `logits` [C], of which none overflows.
    static func probabilities(_ logits: UnsafePointer<Lanes>, classCount: Int, _ probabilities: UnsafeMutablePointer<Lanes>) {
        var maximum = logits[0]
        for index in 1..<classCount { maximum.replace(with: logits[index], where: logits[index] .> maximum) }
        var sum = Lanes.zero
        for index in 0..<classCount {
            let shifted = logits[index] - maximum
            var value = Lanes.zero
            for lane in 0..<Lanes.scalarCount { value[lane] = expf(shifted[lane]) }
            probabilities[index] = value
            sum += value
        }
        for index in 0..<classCount { probabilities[index] /= sum }
    }

    /// What one face's logits say about its label.
    struct Verdict {
        /// Cross-entropy in nats.
        var loss: Double
        /// The class with the largest logit, the first of equals.
        var predicted: Int
    }

    /// The verdict of one lane; the loss is computed from the logits, so that it is exact where the probability rounds to 0.
    static func verdict(_ logits: UnsafePointer<Lanes>, classCount: Int, lane: Int, label: Int) -> Verdict {
        var predicted = 0
        for index in 1..<classCount where logits[index][lane] > logits[predicted][lane] { predicted = index }
        let maximum = Double(logits[predicted][lane])
        var sum = 0.0
        for index in 0..<classCount { sum += exp(Double(logits[index][lane]) - maximum) }
        return Verdict(loss: log(sum) + maximum - Double(logits[label][lane]), predicted: predicted)
    }

    /// gradient = (probabilities - one-hot label) * scale, zero in lanes without a face.
    static func gradient(
        _ probabilities: UnsafePointer<Lanes>, classCount: Int, labels: UnsafePointer<UInt8>, faceCount: Int, scale: Float,
        _ gradient: UnsafeMutablePointer<Lanes>
    ) {
        for index in 0..<classCount {
            var value = probabilities[index]
            for lane in 0..<Lanes.scalarCount {
                if lane >= faceCount { value[lane] = 0 } else if Int(labels[lane]) == index { value[lane] -= 1 }
            }
            gradient[index] = value * scale
        }
    }

    /// Targets that are not one class alone, or faces that do not all count the same.
    ///
    /// A face's loss is w[y] (1 - s) (-log p[y]) + s/C sum over c of w[c] (-log p[c]), a batch's the sum over its faces divided by the sum of their w[y].
    /// Where a face has shares t in all classes, the first term is (1 - s) sum over c of t[c] w[c] (-log p[c]), and it counts sum over c of t[c] w[c].
    /// Source: PyTorch's `CrossEntropyLoss(weight:, label_smoothing:)`; of shares it divides by the number of faces, as if all counted the same.
    struct Targets {
        /// w [C], at least 0.
        let weights: UnsafePointer<Float>
        /// The sum of w.
        let weightSum: Float
        /// s, 0..<1.
        let smoothing: Float
        /// t [C] of a group's faces; nil: each face's own class alone.
        var shares: UnsafePointer<Lanes>?
    }

    /// As the other `gradient`, for `targets`; `scale` does not divide by the batch's weight.
    static func gradient(
        _ probabilities: UnsafePointer<Lanes>, classCount: Int, labels: UnsafePointer<UInt8>, faceCount: Int, targets: Targets, scale: Float,
        _ gradient: UnsafeMutablePointer<Lanes>
    ) {
        let spread = targets.smoothing / Float(classCount)
        var (own, all) = (Lanes.zero, Lanes.zero)
        if let shares = targets.shares {
            Self.gradient(probabilities, classCount: classCount, faceCount: faceCount, targets: targets, shares: shares, scale: scale, gradient)
            return
        }
        for lane in 0..<faceCount {
            own[lane] = (1 - targets.smoothing) * targets.weights[Int(labels[lane])]
            all[lane] = own[lane] + spread * targets.weightSum
        }
        for index in 0..<classCount {
            var value = probabilities[index] * all
            for lane in 0..<Lanes.scalarCount {
                if lane >= faceCount {
                    value[lane] = 0
                } else {
                    value[lane] -= spread * targets.weights[index] + (Int(labels[lane]) == index ? own[lane] : 0)
                }
            }
            gradient[index] = value * scale
        }
    }

    private static func gradient(
        _ probabilities: UnsafePointer<Lanes>, classCount: Int, faceCount: Int, targets: Targets, shares: UnsafePointer<Lanes>, scale: Float,
        _ gradient: UnsafeMutablePointer<Lanes>
    ) {
        let spread = targets.smoothing / Float(classCount)
        var all = Lanes(repeating: spread * targets.weightSum)
        for index in 0..<classCount { all += shares[index] * ((1 - targets.smoothing) * targets.weights[index]) }
        for index in 0..<classCount {
            let wanted = shares[index] * ((1 - targets.smoothing) * targets.weights[index]) + spread * targets.weights[index]
            var value = probabilities[index] * all - wanted
            for lane in faceCount..<Lanes.scalarCount { value[lane] = 0 }
            gradient[index] = value * scale
        }
    }
}
