package import Platform

extension RandomBits {
    /// `count` numbers within -bound...bound that single precision holds exactly.
    package mutating func floats(_ count: Int, within bound: Double = 1) -> [Double] {
        (0..<count).map { _ in Double(Float(bound * (2 * uniform() - 1))) }
    }
}
