/// Words for a POSIX shell.
package enum ShellText {
    /// `word` so that a shell takes it as it stands.
    package static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || (48...57).contains(scalar.value) || "-_./=,:+@%".unicodeScalars.contains(scalar))
            }
        return isPlain ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
