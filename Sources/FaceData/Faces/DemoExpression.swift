import Platform

/// What muscles do to a drawn face. Units are those of head coordinates; 0 throughout is a face at rest.
///
/// Which of them belong to which emotion follows the action units of Ekman & Friesen's Facial Action Coding System.
struct DemoExpression {
    /// How far the inner ends of the brows are raised; negative: lowered.
    var innerBrow: Float = 0
    /// How far the outer ends are raised.
    var outerBrow: Float = 0
    /// How far the brows move towards each other.
    var browsTogether: Float = 0
    /// How wide the eyes are open, 1 at rest.
    var eyeOpening: Float = 1
    /// How far the lower lid is pushed up, 0...1.
    var lowerLid: Float = 0
    /// How far the corners of the mouth are raised; negative: drawn down.
    var mouthCorners: Float = 0
    /// The mouth's width, 1 at rest.
    var mouthWidth: Float = 1
    /// How far the lips stand apart.
    var mouthOpening: Float = 0
    /// How far the middle of the upper lip is pulled up.
    var upperLip: Float = 0
    /// Whether the upper teeth show, 0...1.
    var teeth: Float = 0
    /// How strongly the cheeks are raised, 0...1.
    var cheeks: Float = 0
    /// How strongly the nose is wrinkled, 0...1.
    var noseWrinkles: Float = 0
    /// How strongly the brow is furrowed between the eyes, 0...1.
    var frown: Float = 0
    /// Lines across the forehead, 0...1.
    var foreheadLines: Float = 0

    /// The face of `emotion`, more or less strongly shown.
    init(_ emotion: Emotion, random: inout RandomBits) {
        let strength = random.between(0.7, 1.1)
        let isOpen = random.uniform() < 0.5
        switch emotion {
        case .neutral: break
        case .happy:
            mouthCorners = 0.2
            mouthWidth = 1.3
            mouthOpening = isOpen ? 0.2 : 0.03
            teeth = isOpen ? 1 : 0
            cheeks = 1
            lowerLid = 0.55
        case .sad:
            innerBrow = 0.15
            outerBrow = -0.09
            eyeOpening = 0.65
            mouthCorners = -0.17
            mouthWidth = 0.85
        case .angry:
            innerBrow = -0.16
            outerBrow = 0.08
            browsTogether = 0.07
            eyeOpening = 0.75
            frown = 1
            mouthCorners = -0.06
            mouthWidth = isOpen ? 1.05 : 0.8
            mouthOpening = isOpen ? 0.14 : 0
            teeth = isOpen ? 1 : 0
        case .surprise:
            innerBrow = 0.16
            outerBrow = 0.16
            eyeOpening = 1.6
            foreheadLines = 0.8
            mouthOpening = 0.42
            mouthWidth = 0.6
        case .fear:
            innerBrow = 0.19
            outerBrow = 0.03
            browsTogether = 0.08
            eyeOpening = 1.5
            foreheadLines = 0.6
            mouthOpening = 0.13
            mouthWidth = 1.25
            mouthCorners = -0.1
            teeth = 0.5
        case .disgust:
            innerBrow = -0.09
            browsTogether = 0.04
            eyeOpening = 0.55
            lowerLid = 0.4
            noseWrinkles = 1
            upperLip = 0.14
            mouthCorners = -0.1
            mouthOpening = isOpen ? 0.08 : 0.02
            cheeks = 0.45
        }
        innerBrow = innerBrow * strength + random.between(-0.015, 0.015)
        outerBrow = outerBrow * strength + random.between(-0.015, 0.015)
        mouthCorners = mouthCorners * strength + random.between(-0.02, 0.02)
        mouthOpening *= strength
        eyeOpening = 1 + (eyeOpening - 1) * strength
        upperLip *= strength
    }
}
