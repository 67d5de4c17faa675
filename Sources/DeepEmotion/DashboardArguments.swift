import Core
import TUI

/// The dashboard's own options, in front of which no command stands.
enum DashboardArguments {
    private static let names = ["--reduce-motion", "--mouse", "--notify"]

    /// Whether the words are for the dashboard.
    static func isMeant(by words: [String]) -> Bool {
        guard let first = words.first else { return true }
        return names.contains(String(first.prefix { $0 != "=" }))
    }

    /// What was asked for.
    static func parse(_ words: [String]) throws(UsageError) -> DashboardOptions {
        var reader = ArgumentReader(words)
        var options = DashboardOptions()
        while let option = try reader.nextOption() {
            switch option.name {
            case "--reduce-motion": options.reducesMotion = true
            case "--mouse":
                let word = try reader.value(of: option, expected: "on or off")
                guard ["on", "off"].contains(word) else { throw UsageError(description: "--mouse '\(word)': expected on or off") }
                options.usesMouse = word == "on"
            case "--notify":
                let expected = "off, bell or message"
                let word = try reader.value(of: option, expected: expected)
                guard let notification = Notification(rawValue: word) else {
                    throw UsageError(description: "--notify '\(word)': expected \(expected)")
                }
                options.notification = notification
            default:
                let hint = Spelling.nearest(to: option.name, among: names).map { "; did you mean \($0)?" } ?? "; see deep-emotion --help"
                throw UsageError(description: "unknown option \(option.name)\(hint)")
            }
        }
        return options
    }
}
