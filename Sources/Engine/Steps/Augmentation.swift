import FaceData
import Platform

/// What chance may do to a training face, each kind with its strength; at 0 it does nothing.
package struct Augmentation: Sendable, Equatable {
    /// Whether a face is mirrored with probability 0.5.
    package var flip = false
    /// Pixels to either side and up or down, 0...16.
    package var shift = 0.0
    /// Degrees to either side, 0...45.
    package var rotation = 0.0
    /// The factor of a face's size lies in 1 - scale...1 + scale, 0...0.5.
    package var scale = 0.0
    /// Share of full scale that is added or taken away, 0...0.5.
    package var brightness = 0.0
    /// The factor of the distance from the mean grey lies in 1 - contrast...1 + contrast, 0...0.9.
    package var contrast = 0.0
    /// Probability that a rectangle is erased, 0...1.
    package var erasing = 0.0

    /// Memberwise.
    package init(
        flip: Bool = false, shift: Double = 0.0, rotation: Double = 0.0, scale: Double = 0.0, brightness: Double = 0.0, contrast: Double = 0.0,
        erasing: Double = 0.0
    ) {
        self.flip = flip
        self.shift = shift
        self.rotation = rotation
        self.scale = scale
        self.brightness = brightness
        self.contrast = contrast
        self.erasing = erasing
    }

    /// Each kind draws from a place of its own, so that switching on one leaves the others' numbers as they were. Runs hang on these places.
    private enum Kind: Int {
        case flip, shift, rotation, scale, brightness, contrast, erasing

        /// More numbers than any kind draws.
        private static let numbersPerKind = 64

        func stream(_ base: RandomBits) -> RandomBits {
            var random = base
            random.skip(rawValue * Self.numbersPerKind)
            return random
        }
    }

    /// What happens to one face of an epoch: a function of these strengths and of the place.
    ///
    /// - Parameters:
    ///   - epoch: from 1.
    ///   - position: in the epoch's order.
    func transformation(seed: UInt64, epoch: Int, position: Int) -> FaceTransformation {
        let base = RandomBits(seed: seed, .augmentation, epoch, position)
        var transformation = FaceTransformation()
        if flip {
            var random = Kind.flip.stream(base)
            transformation.isMirrored = random.next() >> 63 == 1
        }
        if shift > 0 {
            var random = Kind.shift.stream(base)
            transformation.shiftX = random.uniform(within: shift)
            transformation.shiftY = random.uniform(within: shift)
        }
        if rotation > 0 {
            var random = Kind.rotation.stream(base)
            transformation.degrees = random.uniform(within: rotation)
        }
        if scale > 0 {
            var random = Kind.scale.stream(base)
            transformation.size = 1 + random.uniform(within: scale)
        }
        if brightness > 0 {
            var random = Kind.brightness.stream(base)
            transformation.brightness = random.uniform(within: brightness)
        }
        if contrast > 0 {
            var random = Kind.contrast.stream(base)
            transformation.contrast = 1 + random.uniform(within: contrast)
        }
        if erasing > 0 {
            var random = Kind.erasing.stream(base)
            if random.uniform() < erasing { transformation.erased = Self.rectangle(&random) }
        }
        return transformation
    }

    /// A rectangle of 0.02...0.33 of the face, 0.3...3.3 times as high as wide; nil where ten tries gave none that lies within the face.
    ///
    /// Source: Zhong et al. 2017, with torchvision's `RandomErasing.get_params` and its defaults: the aspect is log-uniform, and sides stay below
    /// the face's.
    private static func rectangle(_ random: inout RandomBits) -> FaceTransformation.Rectangle? {
        let side = FaceSet.side
        for _ in 0..<10 {
            let area = (0.02 + 0.31 * random.uniform()) * Double(side * side)
            let aspect = exp(log(0.3) + log(3.3 / 0.3) * random.uniform())
            let height = Int((area * aspect).squareRoot().rounded(.toNearestOrEven))
            let width = Int((area / aspect).squareRoot().rounded(.toNearestOrEven))
            guard height < side, width < side else { continue }
            let (top, left) = (random.below(side - height + 1), random.below(side - width + 1))
            return FaceTransformation.Rectangle(rows: top..<top + height, columns: left..<left + width)
        }
        return nil
    }
}

extension RandomBits {
    /// In -bound..<bound.
    fileprivate mutating func uniform(within bound: Double) -> Double { (2 * uniform() - 1) * bound }
}
