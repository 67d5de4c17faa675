// Convolutions of 5x5 with fewer multiplications: F(2, 5) along each row, two outputs at a time from six inputs.
// Each row of the kernel multiplies at six points where direct convolution has ten products; down the columns all is as it was. The points, and
// with them the transform of inputs, are those of `Winograd`. In two dimensions the transforms would eat what is saved: channels are too few.
// Source: as `Winograd`.

/// The method's numbers: what becomes of weights, gradients and sums.
enum WinogradRows5 {
    /// Outputs of a tile along a row.
    static let tileWidth = 2
    static let kernelSize = 5
    static let points = Winograd.columnPoints
    /// How its rows of inputs are kept: the row kernel of direct convolution multiplies them, tiles in place of pixels.
    static let tiling = TransformedRows.Tiling(width: tileWidth, height: 1, kernelSize: kernelSize, isByChannel: true, readsAbsentRows: false)

    /// Whether a convolution can be computed so; one of few input channels is left to direct convolution, as `Winograd` does.
    static func fits(_ shape: ConvolutionShape) -> Bool { shape.kernelSize == kernelSize && shape.inputs >= Winograd.leastInputs }

    /// [6, 5]: what a row of five weights becomes; the powers of a point over its distances from the other points.
    static let weights: InlineArray<6, InlineArray<5, Float>> = {
        func row(_ point: Float, _ distances: Float) -> InlineArray<5, Float> {
            let square = point * point
            return [1 / distances, point / distances, square / distances, square * point / distances, square * square / distances]
        }
        return [
            row(0, Winograd.product), row(Winograd.near, Winograd.nearDistances), row(-Winograd.near, Winograd.nearDistances),
            row(Winograd.far, Winograd.farDistances), row(-Winograd.far, Winograd.farDistances), [0, 0, 0, 0, 1],
        ]
    }()

    /// Two outputs from six sums, `stride` apart.
    @inline(__always)
    static func outputs(_ sums: UnsafePointer<Lanes>, _ stride: Int) -> (Lanes, Lanes) {
        let (m1, m2, m3, m4) = (sums[stride], sums[2 &* stride], sums[3 &* stride], sums[4 &* stride])
        return (
            sums[0] + (m1 + m2) + (m3 + m4),
            sums[5 &* stride].addingProduct(m3 - m4, Winograd.far).addingProduct(m1 - m2, Winograd.near)
        )
    }

    /// Transforms two neighbouring output gradients; the points go to `target`, `stride` apart.
    @inline(__always)
    static func transformGradients(_ h0: Lanes, _ h1: Lanes, _ target: UnsafeMutablePointer<Lanes>, _ stride: Int) {
        target[0] = h0
        target[stride] = h0.addingProduct(h1, Winograd.near)
        target[2 &* stride] = h0.addingProduct(h1, -Winograd.near)
        target[3 &* stride] = h0.addingProduct(h1, Winograd.far)
        target[4 &* stride] = h0.addingProduct(h1, -Winograd.far)
        target[5 &* stride] = h1
    }

    /// The gradient of five weights from the sums of the six points, `stride` apart: the transpose of `weights`.
    ///
    /// What is smaller than it was rounded by is taken for zero, as in `WinogradGradient`.
    @inline(__always)
    static func taps(_ sums: UnsafePointer<Lanes>, _ stride: Int) -> InlineArray<5, Lanes> {
        @inline(__always) func sum(_ point: Int) -> Lanes { sums[point &* stride] }
        let (nearEven, nearOdd) = ((sum(1) + sum(2)) * (1 / Winograd.nearDistances), (sum(1) - sum(2)) * (Winograd.near / Winograd.nearDistances))
        let (farEven, farOdd) = ((sum(3) + sum(4)) * (1 / Winograd.farDistances), (sum(3) - sum(4)) * (Winograd.far / Winograd.farDistances))
        let nearSize = (sum(1).magnitude + sum(2).magnitude) * (1 / Winograd.nearDistances.magnitude)
        let farSize = (sum(3).magnitude + sum(4).magnitude) * (1 / Winograd.farDistances.magnitude)
        let (nearSquare, farSquare, limit) = (Winograd.nearSquare, Winograd.farSquare, WinogradGradient.roundingShare)
        let first = (nearEven + farEven).addingProduct(sum(0), 1 / Winograd.product)
        let firstSize = (nearSize + farSize).addingProduct(sum(0).magnitude, 1 / Winograd.product)
        let last = sum(5).addingProduct(nearEven, nearSquare * nearSquare).addingProduct(farEven, farSquare * farSquare)
        let lastSize = sum(5).magnitude.addingProduct(nearSize, nearSquare * nearSquare).addingProduct(farSize, farSquare * farSquare)
        let oddSize = (farSize * Winograd.far).addingProduct(nearSize, Winograd.near)
        let evenSize = (farSize * farSquare).addingProduct(nearSize, nearSquare)
        let cubeSize = (farSize * (farSquare * Winograd.far)).addingProduct(nearSize, nearSquare * Winograd.near)
        return [
            first.cleared(below: firstSize * limit), (nearOdd + farOdd).cleared(below: oddSize * limit),
            (farEven * farSquare).addingProduct(nearEven, nearSquare).cleared(below: evenSize * limit),
            (farOdd * farSquare).addingProduct(nearOdd, nearSquare).cleared(below: cubeSize * limit), last.cleared(below: lastSize * limit),
        ]
    }
}
