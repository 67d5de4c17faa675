@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Synchronization
import Testing

@testable import Core

/// Runs as a view starts them, on a thread of their own, on faces from a table.
@Suite struct TrainingSessionTests {
    private static func configuration(in folder: TemporaryFolder) throws -> RunConfiguration {
        var configuration = TestRun.configuration(in: folder)
        configuration.data = try SyntheticFaces.writeTable(training: 70, validation: 28, into: folder)
        configuration.hyperparameters.limit = 64
        configuration.hyperparameters.epochs = 2
        return configuration
    }

    private final class Listener: Sendable {
        let events = Mutex<[RunEvent]>([])
    }

    @Test func trainsToItsEndAndPublishes() throws {
        let folder = try TemporaryFolder()
        let listener = Listener()
        let session = TrainingSession(configuration: try Self.configuration(in: folder)) { event in listener.events.withLock { $0.append(event) } }
        session.wait()
        let snapshot = session.snapshot()
        guard case .ended(.finished(let epoch, let accuracy, _, _)) = snapshot.phase else {
            Issue.record("\(snapshot.phase)")
            return
        }
        #expect(listener.events.withLock { $0.map(\.kind) } == ["start", "epoch", "epoch", "finished"])
        #expect(snapshot.best?.epoch == epoch && snapshot.best?.validation.accuracy == accuracy)
        #expect(snapshot.trainingCount == 64 && snapshot.stepsPerEpoch == 2 && snapshot.stepLoss.count == 4)
        #expect(snapshot.epochs.count == 2 && snapshot.savedEpoch == 2 && snapshot.progress == 1)
        #expect(snapshot.followed.count >= 14)
        #expect(snapshot.followed[0].history.map(\.epoch) == [0, 1, 2])
        #expect(snapshot.parameterCount == 47_657)
    }

    @Test func aTakenNameIsAFaultOfUse() throws {
        let folder = try TemporaryFolder()
        let configuration = try Self.configuration(in: folder)
        try Disk().makeFolder(configuration.runsFolder + "/run")
        try Disk().replace(configuration.runsFolder + "/run/notes.txt", with: [])
        let session = TrainingSession(configuration: configuration)
        session.wait()
        guard case .ended(.failed(let message, let isUsage)) = session.snapshot().phase else {
            Issue.record("\(session.snapshot().phase)")
            return
        }
        #expect(isUsage)
        #expect(message.contains("/runs/run"))
        #expect(TemporaryFolder.names(configuration.runsFolder + "/run") == ["notes.txt"])
    }

    @Test func dataThatIsNotThereLeavesNoFolder() throws {
        let folder = try TemporaryFolder()
        var configuration = try Self.configuration(in: folder)
        configuration.data = folder.path + "/nothing"
        let session = TrainingSession(configuration: configuration)
        session.wait()
        #expect(session.snapshot().phase == .ended(.failed(message: "\(folder.path)/nothing: no such file or folder", isUsage: false)))
        #expect(TemporaryFolder.names(folder.path) == ["faces.csv"])
    }

    @Test func stoppedWhileItLoadsItLeavesNoFolder() throws {
        let folder = try TemporaryFolder()
        let session = TrainingSession(configuration: try Self.configuration(in: folder))
        session.stop(.now(.interrupt))
        session.wait()
        switch session.snapshot().phase {
        // The load may have been faster; then the run began and ended as asked.
        case .ended(.stopped(.interrupt, 1, 0, _, _)): #expect(TemporaryFolder.names(folder.path + "/runs").contains("run/last.safetensors"))
        case .ended(.failed(DatasetError.cancelled.description, false)): #expect(TemporaryFolder.names(folder.path) == ["faces.csv"])
        default: Issue.record("\(session.snapshot().phase)")
        }
    }

    /// A stop at once overtakes one after the epoch; otherwise what was asked first counts.
    @Test func theFirstStopCountsUnlessALaterOneIsSooner() {
        let board = RunMailbox(RunConfiguration(preset: .baseline))
        #expect(board.requests().stop == nil && board.stop == nil)
        board.ask { $0.learningRate = 0.5 }
        #expect(board.stop == nil)
        #expect(board.requests().learningRate == 0.5)
        #expect(board.requests().learningRate == nil)
    }

    @Test func estimatesWhatARunCosts() throws {
        var configuration = RunConfiguration(preset: .baseline)
        configuration.threads = 1
        let estimate = try #require(CostEstimate.measure(configuration, faceCount: 1000, seconds: 0.05))
        #expect(estimate.parameterCount == 47_657)
        #expect(estimate.imagesPerSecond > 0 && estimate.imagesPerSecond.isFinite)
        #expect(estimate.bytes > 1000 * 2304 + 4 * 47_657)
        #expect(CostEstimate.measure(configuration, faceCount: 1000, isCancelled: { true }) == nil)
    }
}
