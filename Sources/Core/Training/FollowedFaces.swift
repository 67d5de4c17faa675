import FaceData
import Platform

/// The validation faces that are looked at after every epoch: some per class, drawn by seed, and always a wrong one once there is any.
struct FollowedFaces {
    private(set) var faces: [FollowedFace]
    private let source: FaceSet

    /// Faces per class.
    static let perClass = 2

    init(from source: FaceSet, seed: UInt64) {
        self.source = source
        var random = RandomBits(seed: seed, .following)
        let order = random.permutation(source.count)
        let chosen = source.classNames.indices.map { label in order.filter { Int(source.labels[$0]) == label }.prefix(Self.perClass) }
        // One of each class, then the second of each: stepping through them meets all classes soon.
        let rounds = (0..<Self.perClass).flatMap { round in chosen.compactMap { Array($0).indices.contains(round) ? Array($0)[round] : nil } }
        faces = rounds.map { FollowedFace(index: $0, pixels: source.face($0), label: Int(source.labels[$0])) }
    }

    /// As they were.
    ///
    /// - Precondition: every index is one of `source`.
    init(from source: FaceSet, _ followed: [ResumeState.Followed], pinned: [Int] = []) {
        self.source = source
        faces = followed.map {
            FollowedFace(index: $0.index, pixels: source.face($0.index), label: Int(source.labels[$0.index]), history: $0.history)
        }
        for index in pinned { pin(index, true) }
    }

    /// Keeps a face in sight, or lets it go; one that was not followed is from the next evaluation on. What is no face of the source is passed over.
    mutating func pin(_ index: Int, _ isPinned: Bool) {
        if let place = faces.firstIndex(where: { $0.index == index }) {
            faces[place].isPinned = isPinned
        } else if isPinned, (0..<source.count).contains(index) {
            var face = FollowedFace(index: index, pixels: source.face(index), label: Int(source.labels[index]))
            face.isPinned = true
            faces.append(face)
        }
    }

    /// Those that are kept in sight.
    var pinned: [Int] { faces.filter(\.isPinned).map(\.index) }

    /// Histories without pictures.
    var state: [ResumeState.Followed] { faces.filter { !$0.history.isEmpty }.map { ResumeState.Followed(index: $0.index, history: $0.history) } }

    /// faces.jsonl up to here.
    var lines: [FollowedLine] { (0..<(faces.first?.history.count ?? 0)).map { line(epoch: $0) } }

    /// Takes down what the last evaluation said of each, and gives the line for faces.jsonl.
    mutating func note(_ evaluator: Evaluator, epoch: Int, firstWrong: Int?) -> FollowedLine {
        for index in faces.indices { faces[index].history.append(evaluator.saying(faces[index].index, epoch: epoch)) }
        if epoch > 0, let firstWrong, faces.allSatisfy(\.isRight), !faces.contains(where: { $0.index == firstWrong }) {
            faces.append(
                FollowedFace(
                    index: firstWrong, pixels: source.face(firstWrong), label: Int(source.labels[firstWrong]),
                    history: [evaluator.saying(firstWrong, epoch: epoch)]))
        }
        return line(epoch: epoch)
    }

    /// Who is new in `epoch`, and what was said of all.
    private func line(epoch: Int) -> FollowedLine {
        // Who is pinned is known of now alone.
        let isLatest = epoch == faces.first?.history.last?.epoch
        let newcomers = faces.filter { $0.history.first?.epoch == epoch }
        return FollowedLine(
            epoch: epoch,
            faces: newcomers.isEmpty
                ? nil : newcomers.map { FollowedLine.Face(index: $0.index, label: $0.label, pixels: Self.hexadecimal($0.pixels)) },
            sayings: faces.compactMap { face in
                guard let first = face.history.first?.epoch, face.history.indices.contains(epoch - first) else { return nil }
                let saying = face.history[epoch - first]
                return FollowedLine.Saying(index: face.index, theta: saying.theta, probabilities: saying.probabilities)
            }, pinned: isLatest && !pinned.isEmpty ? pinned : nil)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
