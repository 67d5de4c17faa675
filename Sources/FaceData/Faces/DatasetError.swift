import Platform

/// What can be wrong with a folder or file of faces. `description` is the one sentence that a person reads.
package enum DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path names nothing.
    case missing(path: String)
    /// The system refuses: `reason` is its own words.
    case unreadable(path: String, reason: String)
    /// A folder without any entry.
    case empty(path: String)
    /// Nothing that is known was found.
    case unrecognised(path: String)
    /// A CSV without a column that is needed.
    case missingColumn(path: String, column: String, found: String)
    /// A CSV without labels, which cannot be trained on.
    case unlabelled(path: String)
    /// Something in one row of a CSV; `line` counts from 1, the header.
    case badRow(path: String, line: Int, found: String, expected: String)
    /// An image that cannot be used.
    case badImage(path: String, reason: String)
    /// No face left to train on or to validate with; `bad` rows or images were left out, the first of them for the reason given.
    case noFaces(path: String, part: String, bad: Int = 0, first: String? = nil)
    /// A folder of several data sets, by name.
    case several(path: String, names: [String])
    /// Too few or too many classes.
    case classes(path: String, reason: String)
    /// The split that was asked for cannot be made of these faces.
    case cannotSplit(path: String, reason: String)
    /// Something in a manifest of a split; `line` counts from 1, the header, and is 0 where it is the file as a whole.
    case manifest(path: String, line: Int, reason: String)
    /// The person stopped the load.
    case cancelled

    /// One sentence with file, line and what was expected, in one line whatever the file holds.
    package var description: String { sentence.inOneLine }

    private var sentence: String {
        switch self {
        case .missing(let path): "\(path): no such file or folder"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .empty(let path): "\(path): the folder is empty; expected fer2013.csv, icml_face_data.csv, train.csv or folders named by class"
        case .unrecognised(let path):
            "\(path): no faces recognised; looked for fer2013.csv, icml_face_data.csv, train.csv, folders named by class (angry, disgust, ... or 0...6), "
                + "and FER+, CK+, JAFFE and FERG as they are handed out"
        case .missingColumn(let path, let column, let found):
            "\(path), line 1: no column '\(column)'; found: \(found.isEmpty ? "a blank line" : found)"
        case .unlabelled(let path):
            "\(path), line 1: no column 'emotion', so there is nothing to learn from; Kaggle's test.csv has no labels, take train.csv"
        case .badRow(let path, let line, let found, let expected): "\(path), line \(line): found \(found), expected \(expected)"
        case .badImage(let path, let reason): "\(path): \(reason)"
        case .noFaces(let path, let part, _, nil): "\(path): no face is left for \(part)"
        case .noFaces(let path, let part, let bad, let first?):
            "\(path): no face is left for \(part); \(NumberText.grouped(bad)) \(bad == 1 ? "row or image is" : "rows or images are") bad, the first: \(first)"
        case .several(let path, let names):
            "\(path): the folder holds several sets of faces: \(names.prefix(6).joined(separator: ", "))\(names.count > 6 ? " ..." : ""); take one of them"
        case .classes(let path, let reason): "\(path): \(reason)"
        case .cannotSplit(let path, let reason): "\(path): \(reason)"
        case .manifest(let path, 0, let reason): "\(path): \(reason)"
        case .manifest(let path, let line, let reason): "\(path), line \(line): \(reason)"
        case .cancelled: "loading was cancelled"
        }
    }
}
