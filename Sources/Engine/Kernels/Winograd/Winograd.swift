// Convolutions of 3x3 with fewer multiplications: F(2x4, 3x3), two rows of four outputs at a time from four rows of six inputs.
// A product of transformed inputs and transformed weights is made for each of 4 x 6 points, 24 multiplications where direct convolution needs 72.
// Sources: S. Winograd, Arithmetic Complexity of Computations, 1980; A. Lavin and S. Gray, arXiv 1509.09308, equations 5 to 10 and section 4.3.
// The points are 0, 5/8, -5/8, 3/2, -3/2 and infinity along a row, 0, 1, -1 and infinity down the columns. The usual 1 and 2 along a row round worse, see
// docs/DECISIONS.md; all constants but the weights' are exact in single precision.

/// The method's numbers: how many outputs a tile has and what becomes of weights.
enum Winograd {
    /// Outputs of a tile along a row.
    static let tileWidth = 4
    /// Points along a row.
    static let columnPoints = 6
    /// Points down the columns.
    static let rowPoints = 4
    /// Outputs of a tile down the columns.
    static let tileHeight = 2
    /// How its rows of inputs are kept.
    static let tiling = TransformedRows.Tiling(width: tileWidth, height: tileHeight, kernelSize: 3, isByChannel: false, readsAbsentRows: true)

    // The finite points along a row beside zero, and what the transforms take from them. Written as expressions, so that they become immediate values.
    static var near: Float { 0.625 }
    static var far: Float { 1.5 }
    static var nearSquare: Float { near * near }
    static var farSquare: Float { far * far }
    private static var squares: Float { nearSquare + farSquare }
    /// Of all finite points but zero.
    static var product: Float { nearSquare * farSquare }

    // Distances of a point from the others, multiplied.
    static var nearDistances: Float { 2 * nearSquare * (nearSquare - farSquare) }
    static var farDistances: Float { 2 * farSquare * (farSquare - nearSquare) }

    /// [6, 3]: what a row of three weights becomes; the powers of a point over its distances from the other points.
    static let columnWeights: InlineArray<6, InlineArray<3, Float>> = {
        func row(_ point: Float, _ distances: Float) -> InlineArray<3, Float> { [1 / distances, point / distances, point * point / distances] }
        return [
            row(0, product), row(near, nearDistances), row(-near, nearDistances), row(far, farDistances), row(-far, farDistances), [0, 0, 1],
        ]
    }()

    /// The gradient of three weights from that of the six points: the transpose of `columnWeights`.
    @inline(__always)
    static func weights(_ p0: Lanes, _ p1: Lanes, _ p2: Lanes, _ p3: Lanes, _ p4: Lanes, _ p5: Lanes) -> (Lanes, Lanes, Lanes) {
        let (nearEven, nearOdd) = ((p1 + p2) * (1 / nearDistances), (p1 - p2) * (near / nearDistances))
        let (farEven, farOdd) = ((p3 + p4) * (1 / farDistances), (p3 - p4) * (far / farDistances))
        return (
            (nearEven + farEven).addingProduct(p0, 1 / product), nearOdd + farOdd,
            p5.addingProduct(nearEven, nearSquare).addingProduct(farEven, farSquare)
        )
    }

    /// What `weights` adds up, without signs: from the magnitudes of the points, those of one distance from zero taken together.
    @inline(__always)
    static func weightMagnitudes(_ p0: Lanes, _ nearPair: Lanes, _ farPair: Lanes, _ p5: Lanes) -> (Lanes, Lanes, Lanes) {
        let (nearPart, farPart) = (nearPair * (1 / nearDistances.magnitude), farPair * (1 / farDistances.magnitude))
        return (
            (nearPart + farPart).addingProduct(p0, 1 / product), (farPart * far).addingProduct(nearPart, near),
            p5.addingProduct(nearPart, nearSquare).addingProduct(farPart, farSquare)
        )
    }

    /// Whether a convolution can be computed so: kernels of 3, and even numbers of rows in and out.
    ///
    /// One of few input channels is left to direct convolution, since transforms that are worth little work would cost more than they save.
    static func fits(_ shape: ConvolutionShape) -> Bool {
        shape.kernelSize == 3 && shape.inputs >= leastInputs && shape.convolvedSide % 2 == 0 && shape.inputSide % 2 == 0
    }

    /// Input channels from which on it wins.
    static let leastInputs = 4

    /// Transforms six neighbouring inputs; the points go to `target`, `stride` apart.
    @inline(__always)
    static func transformInputs(
        _ d0: Lanes, _ d1: Lanes, _ d2: Lanes, _ d3: Lanes, _ d4: Lanes, _ d5: Lanes, _ target: UnsafeMutablePointer<Lanes>, _ stride: Int
    ) {
        let (nearEven, nearOdd) = (d4.addingProduct(d2, -farSquare), d3.addingProduct(d1, -farSquare))
        let (farEven, farOdd) = (d4.addingProduct(d2, -nearSquare), d3.addingProduct(d1, -nearSquare))
        target[0] = d4.addingProduct(d2, -squares).addingProduct(d0, product)
        target[stride] = nearEven.addingProduct(nearOdd, near)
        target[2 &* stride] = nearEven.addingProduct(nearOdd, -near)
        target[3 &* stride] = farEven.addingProduct(farOdd, far)
        target[4 &* stride] = farEven.addingProduct(farOdd, -far)
        target[5 &* stride] = d5.addingProduct(d3, -squares).addingProduct(d1, product)
    }

    /// Transforms four neighbouring output gradients; the points go to `target`, `stride` apart.
    @inline(__always)
    static func transformGradients(_ h0: Lanes, _ h1: Lanes, _ h2: Lanes, _ h3: Lanes, _ target: UnsafeMutablePointer<Lanes>, _ stride: Int) {
        let (nearEven, nearOdd) = (h0.addingProduct(h2, nearSquare), h1.addingProduct(h3, nearSquare))
        let (farEven, farOdd) = (h0.addingProduct(h2, farSquare), h1.addingProduct(h3, farSquare))
        target[0] = h0
        target[stride] = nearEven.addingProduct(nearOdd, near)
        target[2 &* stride] = nearEven.addingProduct(nearOdd, -near)
        target[3 &* stride] = farEven.addingProduct(farOdd, far)
        target[4 &* stride] = farEven.addingProduct(farOdd, -far)
        target[5 &* stride] = h3
    }

    /// Four outputs from six sums, `stride` apart.
    @inline(__always)
    static func outputs(_ sums: UnsafePointer<Lanes>, _ stride: Int) -> (Lanes, Lanes, Lanes, Lanes) {
        let (m1, m2, m3, m4) = (sums[stride], sums[2 &* stride], sums[3 &* stride], sums[4 &* stride])
        let (nearEven, nearOdd, farEven, farOdd) = (m1 + m2, (m1 - m2) * near, m3 + m4, (m3 - m4) * far)
        return (
            sums[0] + nearEven + farEven, nearOdd + farOdd, (farEven * farSquare).addingProduct(nearEven, nearSquare),
            sums[5 &* stride].addingProduct(farOdd, farSquare).addingProduct(nearOdd, nearSquare)
        )
    }
}

extension SIMD16<Float> {
    /// This plus `value` times `factor`, in one rounding.
    @inline(__always) func addingProduct(_ value: Self, _ factor: Float) -> Self { addingProduct(value, Self(repeating: factor)) }
}
