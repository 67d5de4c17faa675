import Platform
import Core

/// Files that a command leaves behind.
enum ReportFile {
    /// Writes `bytes` whole or not at all; a folder that is missing above them is made.
    static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let path = Disk.withHome(path)
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            let folder = String(path[..<slash])
            if !Disk.exists(folder) { try Disk().makeFolder(folder) }
        }
        try Disk().replace(path, with: bytes)
    }
}
