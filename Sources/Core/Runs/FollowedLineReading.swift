import FaceData

extension FollowedLine {
    /// Adds what the line says to the faces that are followed so far; what cannot be is left out.
    func add(to followed: inout [FollowedFace], classCount: Int) {
        guard (0...EpochRecord.most).contains(epoch) else { return }
        for face in faces ?? [] where (0..<classCount).contains(face.label) {
            guard let pixels = Self.bytes(face.pixels), pixels.count == FaceSet.pixelsPerFace else { continue }
            followed.append(FollowedFace(index: face.index, pixels: pixels, label: face.label))
        }
        if let pinned { for place in followed.indices { followed[place].isPinned = pinned.contains(followed[place].index) } }
        for saying in sayings where saying.theta.values.count == 6 && saying.probabilities.count == classCount {
            guard let place = followed.firstIndex(where: { $0.index == saying.index }) else { continue }
            followed[place].history.append(FollowedEpoch(epoch: epoch, theta: saying.theta, probabilities: saying.probabilities))
        }
    }

    /// Two hexadecimal digits a byte; nil for anything else.
    private static func bytes(_ digits: String) -> [UInt8]? {
        let values = digits.utf8.map { digit -> UInt8 in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: 255
            }
        }
        guard values.count % 2 == 0, values.allSatisfy({ $0 < 16 }) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
