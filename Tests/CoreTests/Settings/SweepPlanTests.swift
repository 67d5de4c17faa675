import Testing

@testable import Core

/// Lists and ranges of values, and the runs that come of them.
@Suite struct SweepPlanTests {
    @Test(arguments: [
        (Setting.ID.learningRate, "0.001, 0.003,0.01", ["0.001", "0.003", "0.01"]), (.learningRate, "0.001...0.1 x3", ["0.001", "0.01", "0.1"]),
        (.learningRate, "1e-4...1e-3x2, 0.5", ["0.0001", "0.001", "0.5"]), (.seed, "1...4", ["1", "2", "3", "4"]), (.seed, "7, 7, 8", ["7", "8"]),
        (.batchSize, "16...64 x4", ["16", "32", "48", "64"]), (.dropout, "0...0.5 x3", ["0", "0.25", "0.5"]),
        (.optimiser, "adam, sgd", ["adam", "sgd"]),
        (.flip, "on,off", ["on", "off"]), (.limit, "100,", ["100", ""]),
    ])
    func values(_ id: Setting.ID, _ text: String, _ expected: [String]) throws {
        let field = Setting.field(id)
        #expect(ValueList.isList(text, for: field))
        #expect(try ValueList.values(text, of: field, in: RunConfiguration()) == expected)
    }

    @Test(arguments: [
        (Setting.ID.learningRate, "0.001...0.1"), (.learningRate, "0.1...0.001 x3"), (.learningRate, "0.001, x"), (.learningRate, "0.001,,0.1"),
        (.learningRate, "0.001...0.1 x1"), (.seed, "1...100000"), (.seed, "a...b"), (.l2, "0...1 x3"), (.optimiser, "adam...sgd"), (.epochs, "0...3"),
    ])
    func refused(_ id: Setting.ID, _ text: String) {
        #expect(throws: SettingError.self) { try ValueList.values(text, of: Setting.field(id), in: RunConfiguration()) }
    }

    @Test func namesAreNoLists() {
        #expect(!ValueList.isList("a, b", for: Setting.field(.name)) && !ValueList.isList("/a...b", for: Setting.field(.data)))
        #expect(!ValueList.isList("0.001", for: Setting.field(.learningRate)))
    }

    private static func plan(_ axes: [SweepPlan.Axis], name: String? = nil) throws -> SweepPlan {
        try SweepPlan(axes: axes, name: name) { values in
            var configuration = RunsFolder.configuration()
            for (field, value) in values { try field.set(value, in: &configuration) }
            return configuration
        }
    }

    @Test func everyCombinationIsARunOfItsOwn() throws {
        let plan = try Self.plan([.init(.seed, ["1", "2"]), .init(.learningRate, ["0.1", "0.01"])])
        #expect(plan.axes.map(\.id) == [.learningRate, .seed])
        #expect(plan.items.map(\.values) == [["0.1", "1"], ["0.1", "2"], ["0.01", "1"], ["0.01", "2"]])
        #expect(plan.items[1].configuration.name == "sweep-baseline-fer2013-learning-rate-0.1-seed-2")
        #expect(plan.items[3].configuration.hyperparameters.learningRate == 0.01 && plan.items[3].configuration.hyperparameters.seed == 2)
        #expect(Set(plan.items.map(\.configuration.name)).count == 4)
        #expect(try Self.plan([.init(.seed, ["1"])], name: "mine").items.first?.configuration.name == "mine-seed-1")
        #expect(try Self.plan([]).items.count == 1)
        let many = (1...40).map { String($0) }
        #expect(throws: SettingError.self) { try Self.plan([.init(.seed, many), .init(.epochs, many)]) }
    }

    @Test func whatIsThereIsTakenUp() throws {
        let runs = try RunsFolder()
        func configuration(_ name: String, _ change: (inout RunConfiguration) -> Void = { _ in }) -> RunConfiguration {
            RunsFolder.configuration {
                ($0.name, $0.runsFolder) = (name, runs.path)
                change(&$0)
            }
        }
        try runs.write("done", accuracies: [50], end: RunsFolder.finish(0.5, epochs: 9))
        try runs.write("wild", accuracies: [50], end: RunsFolder.stop(.notFinite))
        try runs.write("killed", accuracies: [50])
        guard case .begin = try SweepStep(configuration("new")), case .done(let run) = try SweepStep(configuration("done")),
            case .done = try SweepStep(configuration("wild")), case .goOn(let found) = try SweepStep(configuration("killed"))
        else {
            Issue.record("taken otherwise")
            return
        }
        #expect(run.bestAccuracy == 0.5 && found.startsOver)
        #expect(throws: ResumeError.self) { try SweepStep(configuration("killed")) }
        let other = #expect(throws: SweepError.self) { try SweepStep(configuration("done") { $0.hyperparameters.batchSize = 7 }) }
        #expect(other?.description.contains("batch size 64 instead of 7") == true)
    }
}
