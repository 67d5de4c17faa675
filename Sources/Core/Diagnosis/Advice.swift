/// What to try, as settings: worded where it is read, with options on a command line and with fields in the form.
package struct Advice: Sendable, Codable, Equatable {
    /// One setting that may help.
    package struct Step: Sendable, Codable, Equatable {
        /// Which.
        package var field: Setting.ID
        /// Where its value is to go.
        package var direction: Direction
        /// Its value, as the field's text.
        package var from: String
        /// The value to try, as the field's text.
        package var to: String
    }

    /// Where a value is to go.
    package enum Direction: String, Sendable, Codable {
        case lower, raise
        /// To another word.
        case change
    }

    /// Each helps for itself; what helps most is first.
    package var steps: [Step] = []

    /// Without anything to try.
    package init() {}

    /// With what `proposals` change in `configuration`; what stands there already is left out.
    init(_ configuration: RunConfiguration, _ proposals: [(field: Setting.ID, to: String)]) {
        steps = proposals.compactMap { id, to in
            let from = Setting.field(id).text(in: configuration)
            guard from != to else { return nil }
            return Step(field: id, direction: Self.direction(from, to), from: from, to: to)
        }
    }

    private static func direction(_ from: String, _ to: String) -> Direction {
        // An empty limit means all faces.
        guard let from = Double(from), let to = to.isEmpty ? Double.infinity : Double(to) else { return .change }
        return to < from ? .lower : .raise
    }

    /// One sentence; nil where there is nothing to try.
    ///
    /// - Parameter naming: how the place where it is read calls a field, e.g. by its option.
    package func sentence(naming: (Setting) -> String) -> String? {
        let parts = steps.map { step in
            let name = naming(Setting.field(step.field))
            return step.to.isEmpty ? "no \(name) (it is \(step.from))" : "\(name) \(step.to) instead of \(step.from)"
        }
        guard let last = parts.last else { return nil }
        return "Try " + (parts.count == 1 ? last : parts.dropLast().joined(separator: ", ") + (parts.count == 2 ? " or " : ", or ") + last) + "."
    }
}

extension Setting.ID: Codable {}
