/// The seven expressions of FER2013, in the order of its class ids 0...6.
public enum Emotion: Int, CaseIterable, Sendable, Codable {
    case angry, disgust, fear, happy, sad, surprise, neutral

    /// The class's name as it stands in tables, folders and checkpoints.
    public var name: String {
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
    public static let names = allCases.map(\.name)
}
