import Platform
import Core

/// A file that the dashboard was asked for: made in the background, under the first name that is free.
struct FileContent: Sendable, Equatable {
    /// Where, without number and suffix.
    var path: String
    /// Behind the name.
    var suffix: String
    /// What is in it.
    var bytes: [UInt8]

    /// Writes it, never over a file that is there.
    ///
    /// - Returns: where it lies.
    func write() throws(FileError) -> String {
        var number = 1
        while Disk.exists("\(path)-\(number).\(suffix)") { number += 1 }
        let name = "\(path)-\(number).\(suffix)"
        try Disk().replace(name, with: bytes)
        return name
    }
}
