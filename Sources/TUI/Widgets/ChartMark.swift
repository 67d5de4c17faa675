/// A place on a chart's horizontal axis that something happened at; each kind has a sign of its own.
package struct ChartMark: Sendable, Equatable {
    /// What happened; of several in one cell the last of these is seen.
    package enum Kind: Int, Sendable, CaseIterable {
        /// A checkpoint that is kept.
        case checkpoint
        /// A person changed something.
        case change
        /// The best epoch.
        case best

        /// What stands on the axis.
        package var sign: Character {
            switch self {
            case .checkpoint: "○"
            case .change: "▴"
            case .best: "◆"
            }
        }

        /// As a legend explains it.
        package var title: String {
            switch self {
            case .checkpoint: "kept"
            case .change: "changed"
            case .best: "best"
            }
        }

        var style: Style {
            switch self {
            case .checkpoint: Style(.secondary)
            case .change: Style(.info, bold: true)
            case .best: Style(.good, bold: true)
            }
        }
    }

    /// On the common axis (epochs).
    package var position: Double
    /// What happened there.
    package var kind: Kind

    /// Memberwise.
    package init(_ position: Double, _ kind: Kind = .change) {
        self.position = position
        self.kind = kind
    }
}
