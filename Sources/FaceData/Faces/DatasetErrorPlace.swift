import Platform

extension DatasetError {
    /// What is wrong, apart from where: the file, the line in it from 1, where there is one, and the rest of the sentence.
    package var place: (path: String, line: Int?, reason: String) {
        switch self {
        case .badRow(let path, let line, let found, let expected): (path, line, "found \(found), expected \(expected)".inOneLine)
        case .badImage(let path, let reason): (path, nil, reason.inOneLine)
        case .unreadable(let path, let reason): (path, nil, "cannot be read: \(reason)".inOneLine)
        case .missing(let path): (path, nil, "no such file or folder")
        case .manifest(let path, let line, let reason): (path, line > 0 ? line : nil, reason.inOneLine)
        case .missingColumn(let path, _, _), .unlabelled(let path): (path, 1, withoutPlace(path + ", line 1: "))
        case .empty(let path), .unrecognised(let path), .noFaces(let path, _, _, _), .several(let path, _), .classes(let path, _),
            .cannotSplit(let path, _):
            (path, nil, withoutPlace(path + ": "))
        case .cancelled: ("", nil, description)
        }
    }

    private func withoutPlace(_ place: String) -> String {
        let place = place.inOneLine
        return description.hasPrefix(place) ? String(description.dropFirst(place.count)) : description
    }
}
