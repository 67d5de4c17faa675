import Platform

/// One drawn person: the shape and tones of a head, whatever expression it wears.
struct DemoHead {
    private let radii: SIMD2<Float>
    private let skin: Float
    private let hair: Float
    private let hairline: Float
    private let hairVolume: Float
    private let eyeSpread: Float
    private let eyeSize: Float
    private let browWidth: Float
    private let browTone: Float
    private let noseLength: Float
    private let noseWidth: Float
    private let mouthWidth: Float
    private let lipTone: Float
    private let hasGlasses: Bool
    private let hasBeard: Bool

    private static let eyeHeight: Float = -0.12
    private static let mouthHeight: Float = 0.5

    init(random: inout RandomBits) {
        radii = SIMD2(random.between(0.7, 0.86), random.between(0.96, 1.08))
        skin = random.between(0.42, 0.88)
        hair = random.between(0.04, min(0.75, skin + 0.1))
        hairline = random.between(-0.78, -0.52)
        hairVolume = random.between(0.05, 0.25)
        eyeSpread = random.between(0.3, 0.37)
        eyeSize = random.between(0.135, 0.17)
        browWidth = random.between(0.065, 0.12)
        browTone = max(0.03, min(hair, skin * 0.5) * random.between(0.5, 1))
        noseLength = random.between(0.2, 0.32)
        noseWidth = random.between(0.1, 0.16)
        mouthWidth = random.between(0.27, 0.35)
        lipTone = skin * random.between(0.5, 0.7)
        hasGlasses = random.uniform() < 0.12
        hasBeard = random.uniform() < 0.12
    }

    /// Paints the head with an expression.
    func paint(on painter: inout FacePainter, _ look: DemoExpression) {
        paintSkull(on: &painter)
        paintCheeks(on: &painter, look)
        for side: Float in [-1, 1] { paintEye(side, on: &painter, look) }
        paintForehead(on: &painter, look)
        paintNose(on: &painter, look)
        paintMouth(on: &painter, look)
        if hasGlasses { paintGlasses(on: &painter) }
    }

    private func paintSkull(on painter: inout FacePainter) {
        let shoulders = skin * 0.55
        painter.ellipse(SIMD2(0, 1.75), SIMD2(1.35, 0.75), tone: 1 - skin * 0.8)
        painter.ellipse(SIMD2(0, 1), SIMD2(radii.x * 0.55, 0.5), tone: shoulders)
        painter.ellipse(SIMD2(0, -0.16), radii * (1 + hairVolume) - SIMD2(0, 0.08), tone: hair)
        for side: Float in [-1, 1] { painter.ellipse(SIMD2(side * radii.x, 0), SIMD2(0.1, 0.2), tone: skin * 0.85) }
        let (line, radii) = (hairline, radii)
        painter.fill(around: .zero, radius: radii.y, tone: skin) { place in
            // Hair hangs a little lower at the temples.
            max(FacePainter.ellipseDistance(place, radii), line + 0.35 * place.x * place.x - place.y)
        }
        painter.glow(SIMD2(0, -0.35), SIMD2(0.7, 0.5), amount: 0.06)
        painter.glow(SIMD2(0, 0.95), SIMD2(0.6, 0.25), amount: -0.08)
        if hasBeard {
            painter.fill(around: SIMD2(0, 0.6), radius: 0.8, tone: hair, opacity: 0.4) { place in
                max(FacePainter.ellipseDistance(place, radii), 0.3 - 0.3 * place.x * place.x - place.y)
            }
        }
    }

    private func paintCheeks(on painter: inout FacePainter, _ look: DemoExpression) {
        guard look.cheeks > 0 else { return }
        for side: Float in [-1, 1] {
            painter.glow(SIMD2(side * 0.42, 0.2), SIMD2(0.26, 0.2), amount: 0.16 * look.cheeks)
            // The fold from the nose to the mouth's corner, and the one under the eye.
            painter.stroke(
                SIMD2(side * 0.16, 0.22), SIMD2(side * 0.34, 0.26), SIMD2(side * 0.46, 0.5), width: 0.05, tone: skin * 0.5,
                opacity: 0.75 * look.cheeks)
            painter.stroke(
                SIMD2(side * 0.2, 0.06), SIMD2(side * 0.36, 0.13), SIMD2(side * 0.55, 0.02), width: 0.04, tone: skin * 0.6, opacity: 0.5 * look.cheeks
            )
        }
    }

    private func paintEye(_ side: Float, on painter: inout FacePainter, _ look: DemoExpression) {
        let centre = SIMD2(side * eyeSpread, Self.eyeHeight)
        let half = SIMD2(eyeSize, eyeSize * 0.52 * look.eyeOpening)
        painter.glow(centre, SIMD2(0.3, 0.22), amount: -0.1)
        painter.ellipse(centre, half, tone: 0.93)
        let iris = min(eyeSize * 0.5, half.y * 1.15)
        let (eye, radius) = (half, iris)
        painter.fill(around: centre, radius: eyeSize, tone: 0.07) { place in
            max(FacePainter.ellipseDistance(place - centre, eye), FacePainter.length(place - centre) - radius)
        }
        // Lids: the upper one dark, the lower one where it is pushed up.
        let lift = half.y * 1.9
        painter.stroke(
            centre - SIMD2(half.x, 0), centre - SIMD2(0, lift), centre + SIMD2(half.x, 0), width: 0.055, tone: 0.12)
        if look.lowerLid > 0 {
            painter.stroke(
                centre + SIMD2(-half.x, half.y * 0.5), centre + SIMD2(0, half.y * (0.9 - look.lowerLid)), centre + SIMD2(half.x, half.y * 0.5),
                width: half.y * look.lowerLid * 1.3, tone: skin * 0.8)
        }
        let height = Self.eyeHeight - 0.25 - 0.06 * max(0, look.eyeOpening - 1)
        let inner = SIMD2(side * (eyeSpread - 0.17 - look.browsTogether), height - look.innerBrow)
        let outer = SIMD2(side * (eyeSpread + 0.2), height + 0.03 - look.outerBrow)
        let arch = (look.innerBrow > 0 && look.outerBrow > 0.1) ? Float(0.12) : 0.04
        painter.stroke(inner, (inner + outer) * 0.5 - SIMD2(0, arch), outer, width: browWidth, tone: browTone)
    }

    private func paintForehead(on painter: inout FacePainter, _ look: DemoExpression) {
        if look.frown > 0 {
            for side: Float in [-1, 1] {
                painter.stroke(
                    SIMD2(side * 0.07, -0.42), SIMD2(side * 0.05, -0.32), SIMD2(side * 0.08, -0.22), width: 0.045, tone: skin * 0.35,
                    opacity: look.frown)
            }
        }
        guard look.foreheadLines > 0 else { return }
        for height: Float in [-0.62, -0.7] {
            painter.stroke(
                SIMD2(-0.35, height + 0.02), SIMD2(0, height - 0.04), SIMD2(0.35, height + 0.02), width: 0.035, tone: skin * 0.6,
                opacity: 0.6 * look.foreheadLines)
        }
    }

    private func paintNose(on painter: inout FacePainter, _ look: DemoExpression) {
        let lift = 0.05 * look.noseWrinkles
        let tip = SIMD2<Float>(0, noseLength - lift)
        painter.stroke(SIMD2(0.05, -0.1), SIMD2(0.09, 0.05), tip + SIMD2(0.05, -0.05), width: 0.045, tone: skin * 0.72, opacity: 0.7)
        painter.glow(tip - SIMD2(0.02, 0.06), SIMD2(0.12, 0.14), amount: 0.1)
        for side: Float in [-1, 1] {
            painter.ellipse(tip + SIMD2(side * noseWidth * 0.55, 0.02), SIMD2(0.045, 0.03), tone: skin * 0.3)
        }
        guard look.noseWrinkles > 0 else { return }
        for (index, side) in [Float(-1), 1, -1, 1].enumerated() {
            let height = index < 2 ? Float(-0.06) : 0.03
            painter.stroke(
                SIMD2(side * 0.03, height - 0.05), SIMD2(side * 0.1, height), SIMD2(side * 0.15, height + 0.05), width: 0.045, tone: skin * 0.4,
                opacity: 0.9 * look.noseWrinkles)
        }
        for side: Float in [-1, 1] {
            painter.stroke(
                SIMD2(side * 0.15, 0.16), SIMD2(side * 0.36, 0.26), SIMD2(side * 0.34, 0.56), width: 0.055, tone: skin * 0.45,
                opacity: look.noseWrinkles)
        }
    }

    private func paintMouth(on painter: inout FacePainter, _ look: DemoExpression) {
        let half = mouthWidth * look.mouthWidth
        let corners = look.mouthCorners
        let centre = SIMD2<Float>(0, Self.mouthHeight + 0.1 * max(0, corners))
        let opening = look.mouthOpening
        let upperLip = look.upperLip
        // Both lips are parabolas between the corners; above 0 lies the upper one.
        func upper(_ x: Float) -> Float {
            let rest = 1 - (x / half) * (x / half)
            return -corners * (1 - rest) - (opening * 0.5 + upperLip * 0.6) * rest + corners * 0.15
        }
        func lower(_ x: Float) -> Float {
            let rest = 1 - (x / half) * (x / half)
            return -corners * (1 - rest) + opening * 0.5 * rest - upperLip * 0.15 * rest + corners * 0.15
        }
        let lip: Float = 0.055
        let reach = half + opening + 0.3
        painter.fill(around: centre, radius: reach, tone: lipTone) { place in
            let (x, y) = (place.x, place.y - centre.y)
            let inside = min(max(x, -half), half)
            return max(max(upper(inside) - lip - y, y - lower(inside) - lip * 1.3), abs(x) - half)
        }
        painter.fill(around: centre, radius: reach, tone: 0.06) { place in
            let (x, y) = (place.x, place.y - centre.y)
            let inside = min(max(x, -half), half)
            return max(max(upper(inside) - 0.012 - y, y - lower(inside) - 0.012), abs(x) - half)
        }
        if look.teeth > 0 {
            painter.fill(around: centre, radius: reach, tone: 0.95, opacity: look.teeth) { place in
                let (x, y) = (place.x, place.y - centre.y)
                let inside = min(max(x, -half), half)
                let bite = upper(inside) + (lower(inside) - upper(inside)) * 0.55
                return max(max(upper(inside) - y, y - bite), abs(x) - half * 0.9)
            }
        }
        painter.glow(centre + SIMD2(0, opening * 0.5 + 0.16), SIMD2(0.22, 0.09), amount: -0.1)
    }

    private func paintGlasses(on painter: inout FacePainter) {
        for side: Float in [-1, 1] {
            let centre = SIMD2(side * eyeSpread, Self.eyeHeight + 0.02)
            painter.fill(around: centre, radius: 0.35, tone: 0.08) { place in
                abs(FacePainter.ellipseDistance(place - centre, SIMD2(0.25, 0.2))) - 0.022
            }
        }
        painter.stroke(SIMD2(-0.08, -0.12), SIMD2(0, -0.17), SIMD2(0.08, -0.12), width: 0.045, tone: 0.08)
    }
}
