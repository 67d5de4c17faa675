/// How grey values 0...255 enter the network.
package enum InputScale: String, Sendable, Codable, CaseIterable {
    /// 0...255 as they are.
    case raw
    /// x / 255.
    case unit
    /// (x / 255 - 0.5) / 0.5.
    case signed

    /// Input = x * factor + offset.
    package var factor: Float {
        switch self {
        case .raw: 1
        case .unit: 1 / 255
        case .signed: 2 / 255
        }
    }

    /// Input = x * factor + offset.
    package var offset: Float { self == .signed ? -1 : 0 }
}
