// Dropout over lanes of faces. Shapes: values [N]. Source: PyTorch's dropout, kept units are divided by 1 - p.

enum Dropout {
    /// Writes each unit's factor: 1 / (1 - p) where it is kept, else 0; a function of `keys` (one a face) alone.
    static func factors(_ keys: SIMD16<UInt32>, probability: Double, count: Int, _ factors: UnsafeMutablePointer<Lanes>) {
        let kept = Lanes(repeating: Float(1 / (1 - probability)))
        let threshold = SIMD16<UInt32>(repeating: UInt32(probability * 4_294_967_296))
        var state = keys
        for unit in 0..<count {
            state &+= SIMD16(repeating: 0x9E37_79B9)
            // Finaliser of MurmurHash3.
            var bits = state
            bits = (bits ^ (bits &>> 16)) &* 0x85EB_CA6B
            bits = (bits ^ (bits &>> 13)) &* 0xC2B2_AE35
            bits ^= bits &>> 16
            factors[unit] = Lanes.zero.replacing(with: kept, where: bits .>= threshold)
        }
    }

    /// values *= factors.
    static func apply(_ factors: UnsafePointer<Lanes>, count: Int, _ values: UnsafeMutablePointer<Lanes>) {
        for unit in 0..<count { values[unit] *= factors[unit] }
    }
}
