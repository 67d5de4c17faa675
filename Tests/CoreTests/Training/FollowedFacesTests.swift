@testable import FaceData
@testable import Engine
import TestSupport
import Testing

@testable import Core

@Suite struct FollowedFacesTests {
    @Test func followsTwoOfEachClassTheClassesByTurns() {
        let faces = SyntheticFaces.set(40)
        let followed = FollowedFaces(from: faces, seed: 3).faces
        #expect(followed.map(\.label) == Array(0..<7) + Array(0..<7))
        #expect(Set(followed.map(\.index)).count == 14)
        for face in followed {
            #expect(face.pixels == faces.face(face.index))
            #expect(face.label == Int(faces.labels[face.index]))
        }
        #expect(FollowedFaces(from: faces, seed: 3).faces == followed)
        #expect(FollowedFaces(from: faces, seed: 4).faces.map(\.index) != followed.map(\.index))
    }

    @Test func classesWithOneFaceOrNoneAreFollowedAsFarAsTheyGo() {
        let faces = SyntheticFaces.set(4, labels: [1, 1, 1, 5])
        #expect(FollowedFaces(from: faces, seed: 1).faces.map(\.label) == [1, 5, 1])
    }

    @Test func linesSayEachFaceOnceAndWhatIsSaidOfItEveryEpoch() throws {
        let faces = SyntheticFaces.set(40)
        let engine = StepEngine(Hyperparameters(preset: .baseline), classCount: 7, threads: 1)
        let evaluator = Evaluator(faces: faces, input: .signed)
        var followed = FollowedFaces(from: faces, seed: 3)
        let finding = evaluator.evaluate(engine)
        let first = followed.note(evaluator, epoch: 0, firstWrong: finding.firstWrong)
        let second = followed.note(evaluator, epoch: 1, firstWrong: finding.firstWrong)
        let written = try #require(first.faces)
        #expect(written.map(\.index) == followed.faces.map(\.index))
        #expect(written[0].pixels.count == 4608)
        #expect(second.faces == nil)
        #expect(second.epoch == 1 && second.sayings.map(\.index) == written.map(\.index))
        for face in followed.faces {
            #expect(face.history.map(\.epoch) == [0, 1])
            #expect(abs(face.history[0].probabilities.reduce(0, +) - 1) < 1e-5)
            #expect(face.history[0].theta == .identity)
        }
    }

    /// A third face of a class, the only wrong one, joins after an epoch and stays one.
    @Test func aWrongFaceJoinsWhereAllOthersAreRight() throws {
        let faces = SyntheticFaces.set(30)
        let engine = StepEngine(Hyperparameters(preset: .baseline), classCount: 7, threads: 1)
        let said = Evaluator(faces: faces, input: .signed).evaluate(engine).score.mostPredicted.classIndex
        // The network, as it begins, says one class for all: label the faces so that all are right but one that is not followed.
        var labels = [UInt8](repeating: UInt8(said), count: 5)
        let drawn = FollowedFaces(from: FaceSet(pixels: Array(faces.pixels.prefix(5 * 2304)), labels: labels), seed: 1).faces.map(\.index)
        let left = try #require((0..<5).first { !drawn.contains($0) })
        var followed = FollowedFaces(from: FaceSet(pixels: Array(faces.pixels.prefix(5 * 2304)), labels: labels), seed: 1)
        labels[left] = UInt8((said + 1) % 7)
        let evaluator = Evaluator(faces: FaceSet(pixels: Array(faces.pixels.prefix(5 * 2304)), labels: labels), input: .signed)
        let firstWrong = evaluator.evaluate(engine).firstWrong
        #expect(firstWrong == left)
        #expect(followed.note(evaluator, epoch: 0, firstWrong: firstWrong).sayings.map(\.index) == drawn, "before training nobody is right by merit")
        let line = followed.note(evaluator, epoch: 1, firstWrong: firstWrong)
        #expect(line.faces?.map(\.index) == [left])
        #expect(line.sayings.map(\.index) == drawn + [left])
        let next = followed.note(evaluator, epoch: 2, firstWrong: firstWrong)
        #expect(next.faces == nil)
        #expect(followed.faces.map(\.index) == drawn + [left])
        #expect(followed.faces.last?.history.map(\.epoch) == [1, 2])
    }

    @Test func aPinnedFaceIsFollowedFromTheNextLookOnAndTakenUpAgain() throws {
        let faces = SyntheticFaces.set(40)
        let engine = StepEngine(Hyperparameters(preset: .baseline), classCount: 7, threads: 1)
        let evaluator = Evaluator(faces: faces, input: .signed)
        _ = evaluator.evaluate(engine)
        var followed = FollowedFaces(from: faces, seed: 3)
        let first = followed.note(evaluator, epoch: 0, firstWrong: nil)
        #expect(first.pinned == nil)
        let drawn = followed.faces.map(\.index)
        let other = try #require((0..<40).first { !drawn.contains($0) })
        for index in [other, drawn[2], 40, -1] { followed.pin(index, true) }
        #expect(followed.pinned == [drawn[2], other])
        // Nothing was said of it yet, so there is nothing to keep but its index.
        #expect(followed.state.map(\.index) == drawn)
        let again = FollowedFaces(from: faces, followed.state, pinned: followed.pinned)
        #expect(again.faces == followed.faces)
        let second = followed.note(evaluator, epoch: 1, firstWrong: nil)
        #expect(second.faces?.map(\.index) == [other])
        #expect(second.pinned == [drawn[2], other])
        #expect(followed.faces.last?.history.map(\.epoch) == [1])
        followed.pin(other, false)
        #expect(followed.pinned == [drawn[2]] && followed.faces.last?.index == other)
    }
}
