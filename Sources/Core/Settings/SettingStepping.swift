import Platform

extension Setting {
    /// The value one step up or down from the current one, within the range; the current one where there is none.
    package func stepped(_ direction: Int, in configuration: RunConfiguration) -> String {
        let current = text(in: configuration)
        switch kind {
        case .integer(let range, let step), .optionalInteger(let range, let step):
            guard let value = Int(current) else { return direction > 0 ? String(max(range.lowerBound, step)) : current }
            let below = value / step * step
            if direction < 0 { return String(max(below == value ? value - step : below, range.lowerBound)) }
            // Asked this way round, since the largest seed has no successor.
            return String(range.upperBound - below < step ? range.upperBound : below + step)
        case .real(let range, let step, let logarithmic):
            guard let value = Double(current) else { return current }
            let moved =
                logarithmic
                ? Self.logarithmicStep(from: value, direction, lowest: step, within: range) : Self.evenStep(from: value, by: step, direction)
            return NumberText.shortest(min(max(moved, range.lowerBound), range.upperBound))
        case .decay(let range):
            guard let value = Double(current) else { return current }
            let next = direction > 0 ? Self.decays.first { $0 > value } : Self.decays.last { $0 < value }
            return NumberText.shortest(min(max(next ?? value, range.lowerBound), range.upperBound))
        case .choice(let words), .choiceOrPath(let words):
            guard let index = words.firstIndex(of: current) else { return current }
            return words[(index + direction + words.count) % words.count]
        case .toggle: return current == "on" ? "off" : "on"
        case .path, .text: return current
        }
    }

    private static let decays = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999]

    /// The next multiple of `step`; below 1 divided by its inverse, so that 3 steps of 0.05 are 0.15 and not 0.15000000000000002.
    private static func evenStep(from value: Double, by step: Double, _ direction: Int) -> Double {
        let count = (value / step).rounded() + Double(direction)
        return step < 1 ? count / (1 / step).rounded() : count * step
    }

    /// The next of 1, 2, 5 times a power of ten; where zero is allowed, it lies under `smallest`.
    private static func logarithmicStep(
        from value: Double, _ direction: Int, lowest smallest: Double, within range: ClosedRange<Double>
    ) -> Double {
        guard value > 0 else { return direction > 0 ? smallest : 0 }
        if direction < 0, value <= smallest { return range.lowerBound }
        let exponent = Int(log10(value).rounded(.down))
        // Read from text: 5 * pow(10, -4) need not be the number that is written 0.0005.
        let ladder = (exponent - 1...exponent + 1).flatMap { power in [1, 2, 5].compactMap { Double("\($0)e\(power)") } }
        let next = direction > 0 ? ladder.first { $0 > value * (1 + 1e-9) } : ladder.last { $0 < value * (1 - 1e-9) }
        return next ?? value
    }
}
