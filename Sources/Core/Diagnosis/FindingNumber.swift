import Platform

/// Numbers as findings say them.
enum FindingNumber {
    /// A share 0...1 in whole per cent.
    static func percent(_ share: Double) -> String { NumberText.fixed(share * 100, 0) + " %" }

    /// Three digits behind the point where they tell anything, a power of ten where a number has run away.
    static func text(_ value: Double) -> String {
        switch abs(value) {
        case ..<10: NumberText.shortest((value * 1000).rounded() / 1000)
        case ..<100: NumberText.shortest((value * 10).rounded() / 10)
        case ..<1e6: NumberText.fixed(value, 0)
        default: value.isFinite ? power(value) : "\(value)"
        }
    }

    /// 5.8e9.
    private static func power(_ value: Double) -> String {
        let exponent = Int(log10(abs(value)).rounded(.down))
        return NumberText.fixed(value / pow(10, Double(exponent)), 1) + "e\(exponent)"
    }

    /// To two digits.
    static func rounded(_ value: Double) -> Double {
        guard value != 0, value.isFinite else { return value }
        // Read from text: a product of powers of ten need not be the number that is written 0.0005.
        let exponent = Int(log10(abs(value)).rounded(.down)) - 1
        return Double("\(Int((value / pow(10, Double(exponent))).rounded()))e\(exponent)") ?? value
    }
}
