/// SplitMix64: a small generator whose every stream is a function of its seed alone. Source: Steele, Lea & Flood 2014.
package struct RandomBits: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// What a stream of numbers is for; streams of one seed do not meet.
    package enum Purpose: UInt64, Sendable {
        case initialisation = 1, order, augmentation, dropout, subset, split, following, demo
    }

    package init(seed: UInt64) { state = seed }

    /// The stream for `purpose`.
    package init(seed: UInt64, _ purpose: Purpose) {
        state = Self.mixed(seed &+ purpose.rawValue &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The stream for `purpose` at a place, e.g. an epoch.
    package init(seed: UInt64, _ purpose: Purpose, _ place: Int) {
        self.init(seed: seed, purpose)
        descend(to: place)
    }

    /// The stream for `purpose` at a place within a place, e.g. a position in an epoch.
    package init(seed: UInt64, _ purpose: Purpose, _ place: Int, _ inner: Int) {
        self.init(seed: seed, purpose)
        descend(to: place)
        descend(to: inner)
    }

    private mutating func descend(to place: Int) {
        state = Self.mixed(state ^ Self.mixed(UInt64(bitPattern: Int64(place)) &+ 0x632B_E59B_D9B4_E019))
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// Passes over `count` numbers, as fast as over one.
    package mutating func skip(_ count: Int) { state &+= 0x9E37_79B9_7F4A_7C15 &* UInt64(count) }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// In 0..<1.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Normal with mean 0 and deviation 1 (Box-Muller).
    package mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    /// Below `bound`, each as likely as 64 bits allow. Our own, since the standard library may change how it draws.
    package mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// The order of `count` things, Fisher-Yates.
    package mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for index in stride(from: count - 1, to: 0, by: -1) { order.swapAt(index, below(index + 1)) }
        return order
    }
}
