import FaceData
import Platform
import Core

extension Theme {
    /// Where themes are looked for: `themes` beside the working folder's files, beside the program and above it as far as the package's
    /// own build folder lies, and the user's `$XDG_CONFIG_HOME/deep-emotion/themes`.
    package static var folders: [String] {
        var folders = [Disk.absolute("themes")]
        var link = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &link, link.count - 1)
        if length > 0 {
            // .build/<triple>/release/deep-emotion lies four below the package.
            var folder = String(decoding: link.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            for _ in 0..<4 {
                folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
                folders.append(folder + "/themes")
            }
        }
        func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }
        if let base = environment("XDG_CONFIG_HOME") ?? environment("HOME").map({ $0 + "/.config" }) {
            folders.append(base + "/deep-emotion/themes")
        }
        var seen: Set<String> = []
        return folders.filter { seen.insert($0).inserted }
    }

    /// The built-in themes, then those of the files `*.yaml` and `*.yml` in `folders` by name; of two with one name the later folder's counts.
    ///
    /// - Returns: also what is wrong with files that are no themes; a folder that is not there is no fault.
    package static func all(in folders: [String] = Theme.folders) -> (themes: [Theme], problems: [ThemeError]) {
        var found: [String: Theme] = [:]
        var problems: [ThemeError] = []
        for folder in folders {
            let entries = (try? Folder.entries(of: folder)) ?? []
            for entry in entries where !entry.isFolder && (entry.name.hasSuffix(".yaml") || entry.name.hasSuffix(".yml")) {
                do throws(ThemeError) {
                    let theme = try read(folder + "/" + entry.name)
                    found[theme.name] = theme
                } catch {
                    problems.append(error)
                }
            }
        }
        let names = Set(builtIn.map(\.name))
        return (builtIn + found.values.filter { !names.contains($0.name) }.sorted { $0.name < $1.name }, problems)
    }

    /// The theme of one base16 file.
    package static func read(_ path: String) throws(ThemeError) -> Theme {
        let bytes: [UInt8]
        do throws(FileError) {
            // A scheme has some 600 bytes; a file a thousand times as long is not a scheme.
            bytes = try Disk.read(path, limit: 1 << 20)
        } catch {
            throw .unreadable(path: path, reason: String(cString: strerror(error.code)))
        }
        return try ThemeFile(String(decoding: bytes, as: UTF8.self), path: path).theme
    }
}
