/// The names that folders give to the seven classes.
enum ClassName {
    /// The class that a folder's name means, whatever its case; nil where it means none. Numbers are FER ids.
    static func emotion(_ folder: String) -> Emotion? {
        switch folder.lowercased() {
        case "angry", "anger", "0": .angry
        case "disgust", "disgusted", "1": .disgust
        case "fear", "fearful", "afraid", "2": .fear
        case "happy", "happiness", "joy", "3": .happy
        case "sad", "sadness", "4": .sad
        case "surprise", "surprised", "5": .surprise
        case "neutral", "neutrality", "6": .neutral
        default: nil
        }
    }
}

/// The names that folders and files give to the parts of a data set.
enum PartName {
    static let training = ["train", "training"]
    static let validation = ["val", "valid", "validation"]
    static let test = ["test", "testing"]
}
