import Foundation
import Testing

@testable import Core

/// What the diagnosis says of runs that were really made, epoch by epoch: FER2013 and demo faces, preset `baseline` but for what the name says.
@Suite struct MeasuredRunTests {
    /// Fixtures/measured-runs.json: of each epoch the loss and accuracy of training, those of validation, the share outside, theta's distance from the
    /// identity and its spread.
    private struct Run: Decodable {
        let epochs: Int
        let stepsPerEpoch: Int
        let rows: [[Double]]

        var asEpochs: [SyntheticEpoch] {
            rows.map {
                SyntheticEpoch(
                    loss: $0[0], accuracy: $0[1], validationLoss: $0[2], validationAccuracy: $0[3], outside: $0[4], distance: $0[5],
                    thetaSpread: $0[6])
            }
        }
    }

    private static let runs = Result {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
        return try JSONDecoder().decode([String: Run].self, from: Data(contentsOf: folder.appendingPathComponent("measured-runs.json")))
    }

    @Test(arguments: [
        ("baseline, seed 1", ["frozenAttention 5"]), ("demo faces", []), ("3,000 faces, no dropout, no L2", ["overfitting 24"]),
        ("learning rate 1e-5", ["frozenLoss 5"]),
    ])
    func isTold(name: String, findings: [String]) throws {
        let run = try #require(Self.runs.get()[name])
        #expect(try run.asEpochs.findings(SyntheticEpoch.run(epochs: run.epochs, stepsPerEpoch: run.stepsPerEpoch)) == findings)
    }
}
