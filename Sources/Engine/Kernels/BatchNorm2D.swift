// Batch norm over lanes of faces, a channel at a time. Shapes: input [C, H, W]; statistics over faces, rows and columns.
// Source: Ioffe & Szegedy 2015; conventions of PyTorch's BatchNorm2d.

enum BatchNorm2D {
    /// The share of a new batch in the running statistics.
    static let momentum = 0.1
    /// Added to a variance before its root is taken.
    static let epsilon = 1e-5

    /// Number, mean and sum of squared distances from the mean of some values.
    struct Moments {
        package var count = 0.0
        var mean = 0.0
        var squares = 0.0

        /// Takes in other values. Source: Chan, Golub & LeVeque 1979.
        mutating func merge(_ other: Moments) {
            guard other.count > 0 else { return }
            let (total, distance) = (count + other.count, other.mean - mean)
            mean += distance * other.count / total
            squares += other.squares + distance * distance * count * other.count / total
            count = total
        }
    }

    /// Sums of the gradient of the normalised values after factor and summand, and of its product with the normalised values before them.
    struct Slopes {
        var sum = 0.0
        var timesValue = 0.0
    }

    /// What one group finds of a channel.
    struct GroupFinding {
        var moments = Moments()
        var slopes = Slopes()
    }

    /// What all workers know of a channel once they have met.
    struct Batch {
        var mean: Float = 0
        /// 1 / sqrt(variance + epsilon).
        var inverseDeviation: Float = 0
        /// Means of `Slopes` over the batch.
        var meanSlope: Float = 0
        var meanSlopeTimesValue: Float = 0
    }

    /// A channel's moments over the lanes of `mask`, of which there are `faceCount`.
    static func moments(_ values: LaneTensor, channel: Int, faceCount: Int, mask: SIMDMask<IntegerLanes>) -> Moments {
        let count = Double(faceCount * values.height * values.width)
        var sum = Lanes.zero
        for y in 0..<values.height {
            let row = values.row(channel, y)
            var part = Lanes.zero
            for x in 0..<values.width { part += row[x] }
            sum += part
        }
        // Distances from about the mean: from zero, the difference of two large sums would lose the variance's digits.
        let center = Float(Double(Lanes.zero.replacing(with: sum, where: mask).total) / count)
        var (distances, squares) = (Lanes.zero, Lanes.zero)
        for y in 0..<values.height {
            let row = values.row(channel, y)
            var (part, squaredPart) = (Lanes.zero, Lanes.zero)
            for x in 0..<values.width {
                let distance = row[x] - center
                part += distance
                squaredPart = squaredPart.addingProduct(distance, distance)
            }
            distances += part
            squares += squaredPart
        }
        let rest = Double(Lanes.zero.replacing(with: distances, where: mask).total)
        let square = Double(Lanes.zero.replacing(with: squares, where: mask).total)
        return Moments(count: count, mean: Double(center) + rest / count, squares: square - rest * rest / count)
    }

    /// output = input * scale + shift, negative values zeroed where `isRectified`.
    static func normaliseRow(
        _ input: UnsafePointer<Lanes>, scale: Float, shift: Float, isRectified: Bool, width: Int, _ output: UnsafeMutablePointer<Lanes>
    ) {
        let (factor, summand) = (Lanes(repeating: scale), Lanes(repeating: shift))
        if isRectified {
            for x in 0..<width { output[x] = summand.addingProduct(input[x], factor).rectified }
        } else {
            for x in 0..<width { output[x] = summand.addingProduct(input[x], factor) }
        }
    }

    /// Adds one row's gradient to a channel's sums; lanes without a face have none.
    static func addSlopes(_ gradient: UnsafePointer<Lanes>, input: UnsafePointer<Lanes>, width: Int, batch: Batch, to slopes: inout Slopes) {
        var (sum, timesDistance) = (Lanes.zero, Lanes.zero)
        for x in 0..<width {
            sum += gradient[x]
            timesDistance = timesDistance.addingProduct(gradient[x], input[x] - batch.mean)
        }
        slopes.sum += Double(sum.total)
        slopes.timesValue += Double(timesDistance.total) * Double(batch.inverseDeviation)
    }

    /// One row of the input's gradient: scale / deviation * (gradient - mean gradient - value * mean of gradient times value).
    ///
    /// - Parameters:
    ///   - gradient: of the first `filled` outputs; that of the others is zero.
    ///   - scale: the factor behind the normalisation.
    ///   - mask: lanes that hold a face; the others get zero.
    static func inputGradientRow(
        _ gradient: UnsafePointer<Lanes>, filled: Int, input: UnsafePointer<Lanes>, width: Int, batch: Batch, scale: Float,
        mask: SIMDMask<IntegerLanes>, _ inputGradient: UnsafeMutablePointer<Lanes>
    ) {
        let factor = Lanes(repeating: scale * batch.inverseDeviation)
        let perDistance = Lanes(repeating: -batch.meanSlopeTimesValue * batch.inverseDeviation)
        for x in 0..<width {
            let slope = (x < filled ? gradient[x] : .zero) - batch.meanSlope
            let value = slope.addingProduct(input[x] - batch.mean, perDistance) * factor
            inputGradient[x] = Lanes.zero.replacing(with: value, where: mask)
        }
    }
}
