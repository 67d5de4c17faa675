/// Numbers as people read them.
package enum NumberText {
    /// A real number in the shortest form that reads back the same: 0.003, 1e-07.
    package static func shortest(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return "\(value)"
    }

    /// A whole number with its thousands apart: 100,000.
    package static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return value < 0 ? "-" + result : result
    }

    /// A number with so many digits behind its point, as far as 64 bits hold them; others as Swift writes them.
    package static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        let factor = pow(10, Double(digits))
        let scaled = Int((abs(value) * factor).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(scaled) }
        let fraction = String(scaled % Int(factor))
        return sign + String(scaled / Int(factor)) + "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    /// A share as 57.8 %.
    package static func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }

    /// Seconds as 2:03 or 1:02:03.
    package static func clock(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e9).rounded())
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return whole >= 3600 ? "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))" : "\(whole / 60):\(two(whole % 60))"
    }
}
