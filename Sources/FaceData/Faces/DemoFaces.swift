import Platform
import Synchronization

/// Faces that the program draws itself: seven expressions on many heads, moved, turned, scaled, lit and noisy, so that attention has something to find.
package enum DemoFaces {
    /// Faces of the built-in set.
    package static let count = 3500

    /// Draws `count` faces on `threads` threads; face by face a function of `seed` alone. All classes are equally frequent.
    package static func draw(count: Int = count, seed: UInt64 = 2013, threads: Int = ProcessorCount.online) -> FaceSet {
        let pieceLength = 64
        let pieces = OrderedPieces.map(count: (count + pieceLength - 1) / pieceLength, threads: threads) { piece in
            (piece * pieceLength..<min(count, (piece + 1) * pieceLength)).flatMap { face($0, seed: seed) }
        }
        return FaceSet(pixels: Array(pieces.joined()), labels: (0..<count).map { UInt8(emotion($0).rawValue) })
    }

    /// The built-in set, drawn when it is first asked for and kept (8 MB): it is the same for every run.
    private static let builtIn = Mutex<Dataset?>(nil)

    /// The built-in set, split: every seventh face validates.
    ///
    /// - Parameter threads: how many draw, where it has not been drawn yet.
    static func dataset(threads: Int = ProcessorCount.online) -> Dataset {
        builtIn.withLock { kept in
            let dataset = kept ?? drawnDataset(threads: threads)
            kept = dataset
            return dataset
        }
    }

    private static func drawnDataset(threads: Int) -> Dataset {
        let faces = draw(threads: threads)
        let (training, validation) = ((0..<faces.count).filter { $0 % 7 != 6 }, (0..<faces.count).filter { $0 % 7 == 6 })
        func origins(_ indices: [Int]) -> [FaceOrigin] { indices.map { FaceOrigin(file: "demo", row: $0) } }
        return Dataset(
            training: faces.subset(training), validation: faces.subset(validation),
            origins: Dataset.Origins(training: origins(training), validation: origins(validation)), rule: .demo, layout: "demo faces",
            location: "demo")
    }

    /// The class of face `index`: each run of seven has all classes, and every seventh face goes through them too.
    static func emotion(_ index: Int) -> Emotion {
        guard let emotion = Emotion(rawValue: (index + index / 7) % 7) else { preconditionFailure("there are seven classes") }
        return emotion
    }

    /// Draws face `index`, [48, 48], 0...255.
    package static func face(_ index: Int, seed: UInt64) -> [UInt8] {
        var random = RandomBits(seed: seed, .demo, index)
        let head = DemoHead(random: &random)
        let look = DemoExpression(emotion(index), random: &random)
        let scale = random.between(13, 23)
        // The head may leave the picture a little, never by much.
        let room = max(1.5, 26 - scale)
        let centre = SIMD2(24 + random.between(-room, room), 24 + random.between(-room, room) * 0.8)
        let pose = FacePainter.Pose(centre: centre, scale: scale, angle: random.between(-0.5, 0.5))
        var painter = FacePainter(pose: pose)
        let backdrop = DemoBackdrop(random: &random)
        painter.background(backdrop.tone)
        head.paint(on: &painter, look)
        let light = DemoLight(random: &random)
        light.shine(on: &painter)
        return painter.bytes(noise: random.between(0.005, 0.035), random: &random)
    }
}

extension RandomBits {
    /// Evenly between two numbers.
    mutating func between(_ lower: Float, _ upper: Float) -> Float { lower + (upper - lower) * Float(uniform()) }
}

/// What lies behind a head: a slope of grey and a few bright and dark spots that attention should learn to leave out.
private struct DemoBackdrop {
    private let base: Float
    private let slope: SIMD2<Float>
    private var spots: [(centre: SIMD2<Float>, radius: Float, amount: Float)] = []

    init(random: inout RandomBits) {
        base = random.between(0.1, 0.8)
        slope = SIMD2(random.between(-0.3, 0.3), random.between(-0.3, 0.3))
        for _ in 0..<3 {
            spots.append((SIMD2(random.between(0, 1), random.between(0, 1)), random.between(0.08, 0.35), random.between(-0.3, 0.3)))
        }
    }

    func tone(_ place: SIMD2<Float>) -> Float {
        var value = base + (slope * (place - 0.5)).sum()
        for spot in spots {
            let offset = place - spot.centre
            value += spot.amount * max(0, 1 - (offset * offset).sum() / (spot.radius * spot.radius))
        }
        return value
    }
}

/// Light from one side, and how strong the picture is as a whole.
private struct DemoLight {
    private let direction: SIMD2<Float>
    private let gain: Float
    private let lift: Float

    init(random: inout RandomBits) {
        let angle = random.between(0, 2 * .pi)
        direction = SIMD2(cosf(angle), sinf(angle)) * random.between(0, 0.3)
        gain = random.between(0.65, 1.1)
        lift = random.between(-0.08, 0.12)
    }

    func shine(on painter: inout FacePainter) {
        let (direction, gain, lift) = (direction, gain, lift)
        painter.change(around: .zero, radius: 8) { value, place in
            let slope = min(max((direction * place).sum(), -0.35), 0.35)
            return (value * (1 + slope)) * gain + lift
        }
    }
}
