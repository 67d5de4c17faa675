/// Which faces of a data set are asked for. Where a part is a file of its own, the other files are listed but not read.
package enum WantedParts: Sendable, CaseIterable {
    /// What a run needs: the faces to learn from and those that validate.
    case trainingAndValidation
    /// The faces to learn from.
    case training
    /// The faces that validate.
    case validation
    /// The test part where there is one, else what validates.
    case test
    /// Everything.
    case all

    /// Whether `part` is among them.
    ///
    /// - Parameter hasTest: whether there is a test part.
    package func includes(_ part: SplitDraw.Part, hasTest: Bool) -> Bool {
        switch (self, part) {
        case (.all, _), (.training, .training), (.validation, .validation): true
        case (.trainingAndValidation, _): part != .test
        case (.test, _): part == (hasTest ? .test : .validation)
        default: false
        }
    }
}
