import Testing

/// The floors of the house (docs: DeepEmotion -> TUI -> Core; inside Core: Training -> Network -> Kernels -> Lanes).
@Suite struct FloorsTests {
    /// What each folder of Core may mention, itself left out. Everybody may use System.
    static let mayMention: [String: Set<String>] = [
        "System": [],
        "Lanes": ["System"],
        "Kernels": ["Lanes", "System"],
        "Network": ["Kernels", "Lanes", "Faces", "System"],
        "Faces": ["System"],
        "Formats": ["Faces", "System"],
        "Runs": ["Network", "Faces", "Formats", "System"],
        "Pictures": ["Faces", "Formats", "Runs", "System"],
        "Evaluation": ["Training", "Network", "Kernels", "Lanes", "Faces", "Formats", "Runs", "System"],
        "Measurement": ["Training", "Network", "Kernels", "Lanes", "Faces", "Runs", "System"],
        "Training": ["Pictures", "Network", "Kernels", "Lanes", "Faces", "Formats", "Runs", "System"],
    ]

    /// A run is described by its settings, whose words belong to those whom they steer; of the training itself its folder knows nothing.
    static let exceptions: [String: Set<String>] = ["Runs": ["Hyperparameters", "Preset", "Schedule", "Sampler", "Optimiser"]]

    @Test func modulesImportOnlyDownwards() throws {
        let files = try SourceTree.ofThisPackage().files
        #expect(files.count > 50, "the sources were not found")
        let allowed: [String: Set<String>] = ["Core": ["CImages"], "TUI": ["Core", "CNcurses"], "DeepEmotion": ["Core", "TUI"]]
        let ours: Set<String> = ["Core", "TUI", "DeepEmotion", "CImages", "CNcurses"]
        for file in files {
            let module = try #require(file.path.split(separator: "/").first.map(String.init))
            let found = Set(file.imports).intersection(ours)
            #expect(found.isSubset(of: allowed[module] ?? []), "\(file.path) imports \(found)")
            #expect(!found.contains("CNcurses") || file.path.hasPrefix("TUI/Terminal/"), "\(file.path) imports CNcurses")
            #expect(!found.contains("CImages") || file.path.hasPrefix("Core/Formats/"), "\(file.path) imports CImages")
        }
        #expect(files.contains { $0.imports.contains("CImages") }, "imports are not recognised")
    }

    @Test func foldersOfCoreMentionOnlyWhatLiesBelow() throws {
        let tree = try SourceTree.ofThisPackage()
        #expect(Set(tree.files.compactMap(\.coreFolder)) == Set(Self.mayMention.keys), "a folder of Core without a rule, or a rule without one")
        let violations = Self.violations(in: tree.files)
        #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
    }

    @Test func aCallBackUpIsFound() {
        let sound = [
            SourceTree.File(path: "Core/Training/Loop.swift", text: "final class Loop { let kernel = Kernel() }"),
            SourceTree.File(path: "Core/Kernels/Kernel.swift", text: "struct Kernel {} // for Loop\nlet name = \"Loop\""),
        ]
        #expect(Self.violations(in: sound) == [])
        let unsound = sound + [SourceTree.File(path: "Core/Lanes/Lane.swift", text: "extension Kernel { func turn(_ loop: Loop) {} }")]
        #expect(
            Self.violations(in: unsound) == ["Core/Lanes/Lane.swift mentions Kernel of Kernels", "Core/Lanes/Lane.swift mentions Loop of Training"])
    }

    @Test func importsAndDeclarationsAreRecognised() {
        let file = SourceTree.File(
            path: "Core/Runs/Some.swift",
            text: """
                @_exported public import Glibc
                    import CImages
                import struct Foundation.Data
                package final class Outer { struct Inner {} }
                @frozen public enum Other {}
                """)
        #expect(file.imports == ["Glibc", "CImages", "Foundation"])
        #expect(file.declaredTypes == ["Outer", "Other"])
    }

    /// Sentences about mentions of types that the mentioning folder may not know.
    static func violations(in files: [SourceTree.File]) -> [String] {
        var home: [String: String] = [:]
        for file in files {
            guard let folder = file.coreFolder else { continue }
            for type in file.declaredTypes { home[type] = folder }
        }
        return files.flatMap { file -> [String] in
            guard let folder = file.coreFolder else { return [] }
            return file.words.sorted().compactMap { word in
                guard let owner = home[word], owner != folder, !(mayMention[folder] ?? []).contains(owner), !(exceptions[folder] ?? []).contains(word)
                else { return nil }
                return "\(file.path) mentions \(word) of \(owner)"
            }
        }
    }
}
