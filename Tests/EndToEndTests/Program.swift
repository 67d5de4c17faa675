import Foundation

/// The program as a person starts it, in a folder of its own.
final class Program {
    /// How a run of it ended.
    struct Result {
        let status: Int32
        let output: String
        let complaints: String
        var lines: [String] { output.split(separator: "\n").map { String($0) } }
    }

    /// Where it runs; goes with this object.
    let folder: URL

    /// The release build, which these tests lie beside.
    static var path: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "deep-emotion")
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "deep-emotion-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - executable: what is started; another program may start this one.
    ///   - output: the file that its standard output goes to; nil: it is in the result.
    ///   - whileItRuns: gets the process once it is started.
    @discardableResult
    func run(
        _ arguments: [String], of executable: URL = Program.path, environment: [String: String] = [:], output: String? = nil,
        whileItRuns: (Process) throws -> Void = { _ in }
    ) throws -> Result {
        let (out, error) = (folder.appending(path: ".out-\(UUID().uuidString)"), folder.appending(path: ".error-\(UUID().uuidString)"))
        for file in [out, error] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output.map { URL(fileURLWithPath: $0) } ?? out)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        try whileItRuns(process)
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Result(
            status: status, output: try String(contentsOf: out, encoding: .utf8), complaints: try String(contentsOf: error, encoding: .utf8))
    }

    /// Waits until a file of the run holds `text`; at most twenty seconds.
    func wait(for text: String, in file: String) throws {
        for _ in 0..<2000 {
            if let content = try? String(contentsOf: folder.appending(path: file), encoding: .utf8), content.contains(text) { return }
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw Failure(description: "\(file) never held '\(text)'")
    }

    /// What went wrong in a test's own machinery.
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// The names in a folder, hidden ones left out.
    func names(in path: String) -> [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)) ?? []
        return found.filter { !$0.hasPrefix(".") }.sorted()
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: path).path) }

    func data(_ path: String) throws -> Data { try Data(contentsOf: folder.appending(path: path)) }

    /// Writes a file.
    func write(_ path: String, _ text: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

/// One JSON object of a line.
func object(_ line: String) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
        throw Program.Failure(description: "no JSON object: \(line)")
    }
    return object
}
