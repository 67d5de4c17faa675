import FaceData
import Core

/// The options by which doctor and setup find their faces: those of the form that say what is read, and how it is split.
struct DataArguments {
    /// Only what is said of data counts.
    private(set) var configuration = RunConfiguration()
    /// Whether data were named.
    private(set) var hasData = false

    init() {}

    /// What another command line says.
    init(_ configuration: RunConfiguration) { (self.configuration, hasData) = (configuration, true) }

    /// Beside the data themselves; a limit is one of training.
    private static let fields = Setting.all.filter {
        ($0.group == .data && $0.id != .limit) || $0.id == .seed || $0.id == .threads
    }

    /// The options' names, for hints.
    static let names = fields.map(\.option)

    /// A line an option.
    static func help(without hidden: Set<Setting.ID> = []) -> String {
        fields.filter { !hidden.contains($0.id) }.map { HelpText.line($0, in: RunConfiguration()) }.joined(separator: "\n")
    }

    /// Takes `option` if it is one of these.
    mutating func take(_ option: ArgumentReader.Option, _ reader: inout ArgumentReader) throws -> Bool {
        guard let field = Self.fields.first(where: { $0.option == option.name }) else { return false }
        try field.set(try reader.value(of: option, for: field), in: &configuration)
        if field.id == .data { hasData = true }
        return true
    }

    /// Takes a word that is no option for the data.
    mutating func take(path: String) throws(UsageError) {
        guard !hasData else { throw UsageError(description: "'\(path)': the data are \(configuration.data); name one folder or file") }
        configuration.data = path
        hasData = true
    }

    var source: DataSource { DataSource(configuration.data) }
}
