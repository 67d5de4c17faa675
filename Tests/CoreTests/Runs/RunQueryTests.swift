import Testing

@testable import Core

/// The filter of the table, its order, and the settings it shows.
@Suite struct RunQueryTests {
    private static func run(_ name: String, val: Double?, lr: Double, data: String = "/data/fer2013.csv", note: String = "", star: Bool = false)
        -> RunOverview
    {
        var run = RunOverview(path: "runs/" + name, standing: val == nil ? .unreadable : .finished)
        run.bestAccuracy = val
        run.layout = data == "demo" ? "demo faces" : "FER2013 (fer2013.csv)"
        run.note.text = note
        run.note.isStarred = star
        if val != nil {
            run.configuration = RunsFolder.configuration {
                $0.data = data
                $0.hyperparameters.learningRate = lr
            }
        }
        return run
    }

    private static let runs = [
        run("first", val: 0.55, lr: 0.01), run("second", val: 0.6, lr: 0.003, data: "demo", note: "Looks good", star: true),
        run("third", val: 0.5, lr: 0.003), run("broken", val: nil, lr: 0),
    ]

    @Test(arguments: [
        ("", ["first", "second", "third", "broken"]), ("val > 55", ["second"]), ("val>=55", ["first", "second"]), ("val >= 55 lr < 0.01", ["second"]),
        ("data = demo", ["second"]), ("data=fer2013.csv", ["first", "third"]), ("data ~ FER", ["first", "third"]),
        ("data != demo", ["first", "third", "broken"]), ("star", ["second"]), ("note ~ good", ["second"]), ("good", ["second"]),
        ("ir", ["first", "third"]),
        ("lr = 3e-3", ["second", "third"]), ("learning-rate = 0.003 state = finished", ["second", "third"]), ("state = unreadable", ["broken"]),
        ("name = 'first'", ["first"]), ("network = paper val <= 50", ["third"]), ("epoch < 1", ["first", "second", "third"]), ("nothing", []),
    ])
    func asks(_ text: String, _ names: [String]) throws {
        let query = try RunQuery(text)
        #expect(Self.runs.filter(query.matches).map(\.name) == names)
    }

    @Test(arguments: [
        ("vall > 5", "'vall' is no field"), ("> 5", "needs a field before it"), ("val >", "needs a value"), ("val > > 5", "needs a value"),
        ("val <> 5", "compares nothing"), ("val > high", "expected a number"),
    ])
    func saysWhatIsWrong(_ text: String, _ part: String) {
        let error = #expect(throws: QueryError.self) { try RunQuery(text) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test func ordersWithThoseWithoutAValueLast() {
        func names(_ column: RunColumn, _ isDescending: Bool) -> [String] {
            RunOrder(column, isDescending: isDescending).sorted(Self.runs).map(\.name)
        }
        #expect(names(.validation, true) == ["second", "first", "third", "broken"])
        #expect(names(.validation, false) == ["third", "first", "second", "broken"])
        #expect(names(.setting(.learningRate), false) == ["second", "third", "first", "broken"])
        #expect(names(.name, false) == ["broken", "first", "second", "third"])
    }

    @Test func onlySettingsThatDifferAreShown() {
        #expect(Setting.differing(among: Self.runs).map(\.id) == [.learningRate])
        let table = RunTable(Self.runs)
        #expect(table.columns.map(\.title) == ["run", "state", "val", "epoch", "time", "img/s", "data", "network", "lr"])
        #expect(table.columns[2].cells == ["55.0", "60.0", "50.0", "-"])
        #expect(table.columns[0].cells[1] == "* second")
        #expect(Setting.differing(among: []).isEmpty && RunTable([]).columns.count == 8)
    }
}
