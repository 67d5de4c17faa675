import Platform
import Core

/// Numbers as the screens show them: of fixed width wherever they move.
enum Figures {
    /// A number with so many digits behind its point; what no cell has room for is infinite.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        abs(value) < 1e12 || value.isNaN ? NumberText.fixed(value, digits) : value > 0 ? "inf" : "-inf"
    }

    /// A number of four significant digits in five cells: 1.042, 10.42, 104.2, 1042.
    static func four(_ value: Double) -> String {
        let text =
            switch abs(value) {
            case ..<9.9995: fixed(value, 3)
            case ..<99.995: fixed(value, 2)
            case ..<999.95: fixed(value, 1)
            case ..<99_999.5: fixed(value, 0)
            default: value.isFinite ? Chart.shortLabel(value) : fixed(value, 0)
            }
        return text.paddedLeft(5)
    }

    /// A share 0...1 as a percentage in four cells: 57.9, 100 with one blank.
    static func percent(_ share: Double) -> String {
        let value = share * 100
        return (value >= 99.95 ? fixed(value, 0) : fixed(value, 1)).paddedLeft(4)
    }

    /// A share 0...1 in three cells: .44, 1.0.
    static func share(_ value: Double) -> String { value >= 0.995 ? "1.0" : value.isFinite ? String(fixed(max(0, value), 2).dropFirst()) : "nan" }

    /// -1...1 in four cells, with its sign: +.06, -.02; larger ones wider.
    static func signed(_ value: Double) -> String {
        guard value.isFinite else { return " nan" }
        let text = compact(abs(value))
        return (value < 0 && text != "0.00" ? "-" : "+") + (text.hasPrefix("0") ? String(text.dropFirst()) : text)
    }

    /// Two digits behind the point, or a power of ten where a number has run away.
    static func compact(_ value: Double) -> String {
        abs(value) < 99.995 ? fixed(value, 2) : value.isFinite ? Chart.shortLabel(value) : fixed(value, 0)
    }

    /// A number in as few digits as tell it: 3, 12.5, 0.25.
    static func short(_ value: Double) -> String {
        var text = fixed(value, 2)
        while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A learning rate in six cells: 3.0e-4.
    static func rate(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return "0".paddedLeft(6) }
        var exponent = Int(log10(value).rounded(.down))
        var mantissa = fixed(value / pow(10, Double(exponent)), 1)
        if mantissa == "10.0" { (mantissa, exponent) = ("1.0", exponent + 1) }
        return "\(mantissa)e\(exponent)".paddedLeft(6)
    }

    /// Minutes since midnight, of any day, as 14:32.
    static func timeOfDay(_ minute: Int) -> String { "\(two(minute / 60 % 24)):\(two(minute % 60))" }

    /// 112 MB, 1.4 GB.
    static func bytes(_ count: Int) -> String {
        count >= 1_000_000_000
            ? fixed(Double(count) / 1e9, 1) + " GB" : count >= 1_000_000 ? fixed(Double(count) / 1e6, 0) + " MB" : "\(count / 1000) kB"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
