import Foundation

/// The package's own Swift files, found beside the tests that ask for them.
struct SourceTree {
    /// One file.
    struct File {
        /// Path below Sources, e.g. `Core/Kernels/Warp.swift`.
        let path: String
        /// Its text without comments and string literals.
        let code: String

        init(path: String, text: String) {
            self.path = path
            code = Self.stripped(text)
        }

        /// The modules that it imports.
        var imports: [String] {
            code.matches(
                of:
                    /(?m)^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:class|struct|enum|protocol|func|var)\s+)?(\w+)/
            )
            .map { String($0.1) }
        }

        /// The types that it declares outside any other type.
        var declaredTypes: [String] {
            code.matches(
                of:
                    /(?m)^(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate|final|indirect)\s+)*(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)/
            )
            .map { String($0.1) }
        }

        /// All words of its code that could name a type.
        var words: Set<String> { Set(code.matches(of: /\b[A-Z]\w*/).map { String($0.0) }) }

        /// The folder inside Core that it lies in, e.g. `Kernels`; nil elsewhere.
        var coreFolder: String? {
            let parts = path.split(separator: "/")
            return parts.first == "Core" && parts.count > 2 ? String(parts[1]) : nil
        }

        private static func stripped(_ text: String) -> String {
            text.replacing(/(?s)""".*?"""/, with: "\"\"")
                .replacing(/"(?:[^"\\\n]|\\.)*"/, with: "\"\"")
                .replacing(/(?s)\/\*.*?\*\//, with: "")
                .replacing(/\/\/[^\n]*/, with: "")
        }
    }

    let files: [File]

    /// All Swift files under Sources.
    static func ofThisPackage(testFile: String = #filePath) throws -> SourceTree {
        var root = URL(fileURLWithPath: testFile)
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appendingPathComponent("Package.swift").path) {
            root.deleteLastPathComponent()
        }
        let sources = root.appendingPathComponent("Sources").path
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { $0.hasSuffix(".swift") }.sorted()
        return SourceTree(files: try paths.map { File(path: $0, text: try String(contentsOfFile: "\(sources)/\($0)", encoding: .utf8)) })
    }
}
