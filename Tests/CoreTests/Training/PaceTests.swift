import Testing

@testable import Core

@Suite struct PaceTests {
    @Test func tellsRateAndTimeLeft() throws {
        var pace = Pace(facesPerEpoch: 1000, epochs: 3)
        #expect(pace.secondsRemaining(epoch: 1, facesDone: 0) == nil)
        for _ in 0..<10 { pace.note(faces: 50, seconds: 0.1) }
        #expect(abs(pace.imagesPerSecond - 500) < 1e-9)
        // 500 of 3,000 faces are done; how long an epoch's end takes is not known yet.
        #expect(abs(try #require(pace.secondsRemaining(epoch: 1, facesDone: 500)) - 5) < 1e-9)
        pace.noteEpochEnd(seconds: 0.25)
        #expect(abs(try #require(pace.secondsRemaining(epoch: 1, facesDone: 1000)) - 4.5) < 1e-9)
        #expect(abs(try #require(pace.secondsRemaining(epoch: 3, facesDone: 500)) - 1.25) < 1e-9)
        #expect(pace.secondsRemaining(epoch: 3, facesDone: 1000) == 0)
    }

    @Test func theRateIsThatOfTheLatestSteps() {
        var pace = Pace(facesPerEpoch: 1_000_000, epochs: 1)
        for _ in 0..<100 { pace.note(faces: 100, seconds: 0.1) }
        for _ in 0..<20 { pace.note(faces: 10, seconds: 0.1) }
        #expect(abs(pace.imagesPerSecond - 100) < 1e-6)
    }
}
