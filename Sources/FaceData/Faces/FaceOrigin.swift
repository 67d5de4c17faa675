/// Where a face was found.
package struct FaceOrigin: Sendable, Hashable {
    /// The file, relative to the folder that the data lie in; of data that are one file, its name.
    package var file: String
    /// The row of a table, counted from 0 without the header and blank lines; nil: an image.
    package var row: Int?
    /// Whose face it is, where the layout says so.
    package var subject: String?

    /// Memberwise.
    package init(file: String, row: Int? = nil, subject: String? = nil) {
        self.file = file
        self.row = row
        self.subject = subject
    }
}
