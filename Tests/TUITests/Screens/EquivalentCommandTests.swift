@testable import Platform
import Core
import Testing

@testable import TUI

@Suite("The equivalent command")
struct EquivalentCommandTests {
    /// What `deep-emotion train` makes of these words: a preset first, then the rest.
    private static func parse(_ words: [String]) throws -> RunConfiguration {
        #expect(words.prefix(2) == ["deep-emotion", "train"])
        var settings: [(Setting, String)] = []
        var rest = words.dropFirst(2)
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1).map { String($0) }
            let field = try #require(Setting.all.first { $0.option == parts[0] })
            let next = field.id == .skipBad || field.id == .tensorBoard ? "on" : parts.count > 1 ? parts[1] : rest.popFirst()
            let value = try #require(next)
            settings.append((field, value))
        }
        var configuration = RunConfiguration()
        for (field, value) in settings where field.id == .preset { try field.set(value, in: &configuration) }
        for (field, value) in settings where field.id != .preset { try field.set(value, in: &configuration) }
        return configuration
    }

    private static let awkward = ["-dash", "two  blanks", "it's", "$HOME;`ls`", "ümläut/*", "a\"b"]

    @Test("it says only what differs")
    func short() {
        #expect(EquivalentCommand.line(for: RunConfiguration()) == "deep-emotion train --data demo")
        var configuration = RunConfiguration(preset: .paper, data: "/data/my faces")
        configuration.hyperparameters.learningRate = 1e-4
        #expect(EquivalentCommand.line(for: configuration) == "deep-emotion train --data '/data/my faces' --preset paper --learning-rate 0.0001")
    }

    @Test("every field, changed in every direction, comes back", arguments: Preset.allCases)
    func roundTrip(preset: Preset) throws {
        for field in Setting.all where field.id != .preset {
            var configuration = RunConfiguration(preset: preset)
            for direction in [1, 1, -1, -1, -1] {
                try field.set(field.stepped(direction, in: configuration), in: &configuration)
                #expect(try Self.parse(EquivalentCommand.words(for: configuration)) == configuration, "\(field.id)")
            }
            guard field.kind == .path || field.kind == .text else { continue }
            for value in Self.awkward where field.kind == .path || !value.contains("/") {
                try field.set(value, in: &configuration)
                #expect(try Self.parse(EquivalentCommand.words(for: configuration)) == configuration, "\(field.id) \(value)")
            }
        }
    }

    @Test("a shell gives the words back as they were")
    func quoting() throws {
        for value in Self.awkward {
            var configuration = RunConfiguration(data: value)
            configuration.name = "a b"
            let line = EquivalentCommand.line(for: configuration)
            let pipe = try #require(popen("for w in \(line); do printf '%s\\n' \"$w\"; done", "r"))
            var output: [UInt8] = []
            while case let byte = fgetc(pipe), byte != EOF { output.append(UInt8(byte)) }
            #expect(pclose(pipe) == 0)
            let words = String(decoding: output, as: UTF8.self).split(separator: "\n").map { String($0) }
            #expect(words == EquivalentCommand.words(for: configuration))
        }
    }
}
