/// Where a face was found.
public struct FaceOrigin: Sendable, Hashable {
    /// The file, relative to the folder that the data lie in; of data that are one file, its name.
    public var file: String
    /// The row of a table, counted from 0 without the header and blank lines; nil: an image.
    public var row: Int?
    /// Whose face it is, where the layout says so.
    public var subject: String?

    /// Memberwise.
    public init(file: String, row: Int? = nil, subject: String? = nil) {
        self.file = file
        self.row = row
        self.subject = subject
    }
}
