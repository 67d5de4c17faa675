@testable import Platform
@testable import FaceData
@testable import Engine
import TestSupport
import Testing

/// Faces as lanes hold them, against the oracle that does one step at a time.
@Suite struct LaneWriterTests {
    /// What up to sixteen faces become, [face][48 * 48]; the border and lanes without a face are checked on the way.
    private static func written(
        _ faces: [[UInt8]], _ transformations: [FaceTransformation], _ input: InputScale = .raw, border: Int = 2
    ) -> [[Float]] {
        let arena = LaneArena()
        let image = arena.tensor(channels: 1, height: 48, width: 48, border: border)
        image.fill(7)
        let writer = LaneWriter(image, FaceScratch(arena), input)
        for (lane, face) in faces.enumerated() {
            face.withUnsafeBufferPointer { pixels in
                if let base = pixels.baseAddress { writer.write(base, transformations[lane], lane: lane) }
            }
        }
        for lane in faces.count..<16 { writer.blacken(lane: lane) }
        writer.turn()
        for lane in faces.count..<16 { #expect(Set(image.load(lane: lane).values) == [0]) }
        for y in 0..<48 {
            for x in (-border..<0).map({ $0 }) + (48..<48 + border) { #expect(image.row(0, y)[x] == .zero, "the border at \(y), \(x)") }
        }
        return faces.indices.map { lane in image.load(lane: lane).values.map { Float($0) } }
    }

    private static func written(_ face: [UInt8], _ transformation: FaceTransformation, _ input: InputScale = .raw) -> [Float] {
        written([face], [transformation], input)[0]
    }

    private static func face(seed: UInt64 = 1) -> [UInt8] {
        var random = RandomBits(seed: seed)
        return random.face()
    }

    /// Where a face is read is known to a hundred thousandth of a pixel, and two neighbours differ by 255 at most.
    private static let tolerance = 0.02

    private static func check(_ face: [UInt8], _ transformation: FaceTransformation, sourceLocation: SourceLocation = #_sourceLocation) {
        let distance = largestDistance(written(face, transformation).map(Double.init), AugmentationOracle.greys(face, transformation))
        #expect(distance <= tolerance, "\(transformation) is off by \(distance)", sourceLocation: sourceLocation)
    }

    private static func rectangle(_ rows: Range<Int>, _ columns: Range<Int>) -> FaceTransformation.Rectangle {
        FaceTransformation.Rectangle(rows: rows, columns: columns)
    }

    /// Each kind by itself, and all together.
    private static let extremes: [FaceTransformation] = [
        FaceTransformation(), FaceTransformation(isMirrored: true),
        FaceTransformation(shiftX: 16), FaceTransformation(shiftX: -16), FaceTransformation(shiftY: 16), FaceTransformation(shiftY: -16),
        FaceTransformation(shiftX: 0.5, shiftY: -0.25), FaceTransformation(degrees: 45), FaceTransformation(degrees: -45),
        FaceTransformation(degrees: 0.001), FaceTransformation(size: 0.5), FaceTransformation(size: 1.5), FaceTransformation(size: 1.000001),
        FaceTransformation(brightness: 0.5), FaceTransformation(brightness: -0.5), FaceTransformation(contrast: 0.1),
        FaceTransformation(contrast: 1.9), FaceTransformation(erased: rectangle(0..<47, 0..<5)),
        FaceTransformation(erased: rectangle(1..<2, 47..<48)),
        FaceTransformation(erased: rectangle(15..<17, 15..<33)),
        FaceTransformation(
            isMirrored: true, shiftX: 16, shiftY: -16, degrees: 45, size: 0.5, brightness: 0.5, contrast: 1.9, erased: rectangle(3..<40, 8..<20)),
        FaceTransformation(isMirrored: true, shiftX: -16, shiftY: 16, degrees: -45, size: 1.5, brightness: -0.5, contrast: 0.1),
    ]

    @Test(arguments: extremes)
    func everyKindToItsExtremesIsTheOracles(transformation: FaceTransformation) { Self.check(Self.face(), transformation) }

    @Test func anyCombinationIsTheOracles() {
        var random = RandomBits(seed: 5)
        for _ in 0..<200 {
            let face = random.face()
            Self.check(face, random.transformation())
        }
    }

    @Test(arguments: InputScale.allCases, FaceGroups.counts.filter { $0 <= 16 })
    func eachLaneHoldsItsOwnFaceInTheNetworksScale(input: InputScale, count: Int) {
        var random = RandomBits(seed: UInt64(count))
        let faces = (0..<count).map { _ in random.face() }
        let transformations = (0..<count).map { _ in random.transformation() }
        for (lane, found) in Self.written(faces, transformations, input).enumerated() {
            let expected = AugmentationOracle.greys(faces[lane], transformations[lane]).map { $0 * Double(input.factor) + Double(input.offset) }
            #expect(largestDistance(found.map(Double.init), expected) <= Self.tolerance * Double(input.factor))
        }
    }

    /// Whole pixels are read as they are, not nearly.
    @Test(arguments: [(16, -16), (-1, 0), (3, 7), (-16, 16)], [false, true])
    func aShiftByWholePixelsIsExact(shift: (x: Int, y: Int), isMirrored: Bool) {
        let face = Self.face()
        let found = Self.written(face, .init(isMirrored: isMirrored, shiftX: Double(shift.x), shiftY: Double(shift.y)))
        let expected = (0..<2304).map { place in
            let (x, y) = (min(max(place % 48 - shift.x, 0), 47), min(max(place / 48 - shift.y, 0), 47))
            return Float(face[y * 48 + (isMirrored ? 47 - x : x)])
        }
        #expect(found == expected)
    }

    /// The first row of a face that is turned clockwise is its first column from below.
    @Test func aQuarterTurnGoesClockwise() {
        let face = Self.face()
        let expected = (0..<2304).map { place in Double(face[(47 - place % 48) * 48 + place / 48]) }
        #expect(largestDistance(Self.written(face, .init(degrees: 90)).map(Double.init), expected) <= Self.tolerance)
    }

    /// A size of 2 lets every pixel of the middle take up four.
    @Test func aSizeAboveOneMakesTheFaceGrow() {
        let face = Self.face()
        let found = Self.written(face, .init(size: 2))
        // Output 23 and 24 lie a quarter of a pixel from the face's centre line, between its pixels 23 and 24.
        func pixel(_ row: Int, _ column: Int) -> Float { Float(face[row * 48 + column]) }
        let upper: Float = 0.75 * pixel(23, 23) + 0.25 * pixel(23, 24)
        let lower: Float = 0.75 * pixel(24, 23) + 0.25 * pixel(24, 24)
        let expected: Float = 0.75 * upper + 0.25 * lower
        #expect(abs(found[23 * 48 + 23] - expected) < 1e-3)
    }

    /// Faces change, but neither black nor white is passed.
    @Test func greysStayWithinBlackAndWhite() {
        var face = [UInt8](repeating: 255, count: 2304)
        #expect(Set(Self.written(face, .init(brightness: 0.5), .signed)) == [1])
        #expect(Set(Self.written(face, .init(brightness: -0.5))) == [127.5])
        for place in 0..<1152 { face[place] = 0 }
        #expect(Set(Self.written(face, .init(contrast: 1.9))) == [0, 255])
        // Their mean is grey 127.5, to which a contrast of 0.5 brings both half the way.
        #expect(Set(Self.written(face, .init(contrast: 0.5))) == [63.75, 191.25])
    }

    @Test func anErasedPlaceHoldsTheMeanGreyAsBrightAsTheRest() {
        let face = Self.face()
        let erased = FaceTransformation.Rectangle(rows: 10..<20, columns: 14..<35)
        let mean = Double(face.reduce(0) { $0 + Int($1) }) / 2304
        for (brightness, contrast) in [(0, 1), (0.25, 1), (0, 0.4), (-0.1, 1.5)] {
            let plain = Self.written(face, .init(brightness: brightness, contrast: contrast))
            let found = Self.written(face, .init(brightness: brightness, contrast: contrast, erased: erased))
            for place in 0..<2304 {
                if erased.rows.contains(place / 48), erased.columns.contains(place % 48) {
                    #expect(abs(Double(found[place]) - mean - 255 * brightness) < 1e-3)
                } else {
                    #expect(found[place] == plain[place])
                }
            }
        }
    }
}
