import FaceData

/// Lines of faces.jsonl: who is followed, then what the network says of them epoch by epoch.
struct FollowedLine: Sendable, Codable, Equatable {
    /// A face that is followed from here on.
    struct Face: Sendable, Codable, Equatable {
        /// Its index in the validation set.
        var index: Int
        /// The true class.
        var label: Int
        /// 4,608 hexadecimal digits, row by row.
        var pixels: String
    }
    /// What is said of one.
    struct Saying: Sendable, Codable, Equatable {
        var index: Int
        var theta: Theta
        var probabilities: [Float]
    }
    /// Epochs done.
    var epoch: Int
    /// New ones.
    var faces: [Face]?
    /// Of all that are followed.
    var sayings: [Saying]
    /// Those that a person keeps in sight, by index; nil: none.
    var pinned: [Int]?
}
