/// Several runs that differ in some settings: every combination of their values, in order.
package struct SweepPlan: Sendable, Equatable {
    /// A setting and the values that it takes in turn.
    package struct Axis: Sendable, Equatable {
        /// The setting.
        package let id: Setting.ID
        /// As its field writes them.
        package let values: [String]

        /// Memberwise.
        package init(_ id: Setting.ID, _ values: [String]) {
            self.id = id
            self.values = values
        }
    }

    /// One run of it.
    package struct Item: Sendable, Equatable {
        /// What is trained; its name tells it from the others.
        package let configuration: RunConfiguration
        /// Its values of the axes, in their order.
        package let values: [String]
    }

    /// What differs, in the form's order.
    package let axes: [Axis]
    /// All runs, the last axis changing fastest.
    package let items: [Item]

    /// So many runs at most.
    package static let limit = 1000

    /// - Parameters:
    ///   - name: the runs' names begin with it; nil: made from the preset and the data, so that the same sweep finds its runs again.
    ///   - configure: makes the settings that hold for all, and then sets some of them.
    /// - Throws: `SettingError` where there are too many, and what `configure` throws.
    package init(
        axes: [Axis], name: String?, configure: ([(field: Setting, value: String)]) throws -> RunConfiguration
    ) throws {
        let order = Setting.all.map(\.id)
        let sorted = axes.sorted { (order.firstIndex(of: $0.id) ?? 0) < (order.firstIndex(of: $1.id) ?? 0) }
        self.axes = sorted
        var combinations: [[String]] = [[]]
        for axis in sorted {
            combinations = combinations.flatMap { before in axis.values.map { before + [$0] } }
            guard combinations.count <= Self.limit else {
                throw SettingError(option: "sweep", found: "\(combinations.count) runs or more", expected: "at most \(Self.limit)")
            }
        }
        var items: [Item] = []
        for values in combinations {
            var configuration = try configure(zip(sorted, values).map { (Setting.field($0.id), $1) })
            configuration.name = Self.name(name, configuration, sorted, values)
            items.append(Item(configuration: configuration, values: values))
        }
        self.items = items
    }

    private static func name(_ name: String?, _ configuration: RunConfiguration, _ axes: [Axis], _ values: [String]) -> String {
        let base = name ?? "sweep-\(configuration.preset.rawValue)-\(RunFolder.shortName(of: configuration.data))"
        let parts = zip(axes, values).map { "-\($0.id.rawValue)-\($1.isEmpty ? "all" : $1)" }
        return String((base + parts.joined()).prefix(200))
    }
}
