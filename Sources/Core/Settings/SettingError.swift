/// A value that a field does not take.
package struct SettingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The option, with dashes.
    package let option: String
    /// What was given.
    package let found: String
    /// What is taken.
    package let expected: String

    /// One sentence.
    package var description: String { "\(option) '\(found)': expected \(expected)" }
}
