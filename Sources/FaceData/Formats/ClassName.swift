/// The names that folders give to the classes of FER2013, and to contempt.
package enum ClassName {
    /// All of them in the order of a network's outputs: FER2013's by id, then contempt.
    static let known = Emotion.names + ["contempt"]

    /// The class that a folder's name means, whatever its case; nil where it means none. Numbers are FER ids, 7 is contempt.
    package static func known(_ folder: String) -> String? {
        switch folder.lowercased() {
        case "angry", "anger", "0": "angry"
        case "disgust", "disgusted", "1": "disgust"
        case "fear", "fearful", "afraid", "2": "fear"
        case "happy", "happiness", "joy", "3": "happy"
        case "sad", "sadness", "4": "sad"
        case "surprise", "surprised", "5": "surprise"
        case "neutral", "neutrality", "6": "neutral"
        case "contempt", "contemptuous", "7": "contempt"
        default: nil
        }
    }
}

/// The names that folders and files give to the parts of a data set.
package enum PartName {
    static let training = ["train", "training"]
    static let validation = ["val", "valid", "validation"]
    package static let test = ["test", "testing"]
}

/// The classes of a data set and the numbers that they get.
package struct ClassSet: Sendable, Equatable {
    /// By number.
    let names: [String]
    private let numbers: [String: UInt8]

    /// What the engine is made for.
    package static let most = 16

    /// The given classes, those that FER2013 knows in its order, then contempt, then all others in natural order.
    init(_ names: some Sequence<String>) {
        let all = Set(names)
        self.names = ClassName.known.filter(all.contains) + all.subtracting(ClassName.known).sorted(by: NaturalOrder.isBefore)
        numbers = Dictionary(uniqueKeysWithValues: self.names.prefix(256).enumerated().map { ($1, UInt8($0)) })
    }

    /// The number of the class called `name`, which must be one of them.
    func label(_ name: String) -> UInt8 {
        guard let number = numbers[name] else { preconditionFailure("no class \(name)") }
        return number
    }
}
