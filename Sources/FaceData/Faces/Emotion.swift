/// The seven expressions of FER2013, in the order of its class ids 0...6.
package enum Emotion: Int, CaseIterable, Sendable, Codable {
    case angry, disgust, fear, happy, sad, surprise, neutral

    /// The class's name as it stands in tables, folders and checkpoints.
    package var name: String {
        switch self {
        case .angry: "angry"
        case .disgust: "disgust"
        case .fear: "fear"
        case .happy: "happy"
        case .sad: "sad"
        case .surprise: "surprise"
        case .neutral: "neutral"
        }
    }

    /// The names of all classes, by id.
    package static let names = allCases.map(\.name)
}
