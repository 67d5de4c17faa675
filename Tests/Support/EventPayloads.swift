package import FaceData

extension EventFile {
    /// The messages of all whole records from the start on.
    package static func payloads(_ bytes: [UInt8]) -> [[UInt8]] {
        var (all, end) = ([[UInt8]](), 0)
        while let event = payload(of: bytes, at: end) {
            all.append(Array(event))
            end += event.count + 16
        }
        return all
    }
}
