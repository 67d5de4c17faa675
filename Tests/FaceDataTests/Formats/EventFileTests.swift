import TestSupport
@testable import FaceData
import Testing

/// Records and messages against bytes that were worked out by hand or by TensorFlow's own rules.
@Suite struct EventFileTests {
    /// RFC 3720, B.4.
    @Test func checksums() {
        #expect(Checksum.crc32c([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
        #expect(Checksum.crc32c([UInt8](repeating: 255, count: 32)[...]) == 0x62A8_AB43)
        #expect(Checksum.crc32c(Array(0..<32)[...]) == 0x46DD_794E)
        #expect(Checksum.crc32c(Array("123456789".utf8)[...]) == 0xE306_9283)
    }

    @Test func aNumberIsTheMessageThatItShouldBe() {
        let record = EventFile.summary(step: 300, time: 1, [(tag: "a", value: .number(0.5))])
        let message: [UInt8] =
            [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x10, 0xAC, 0x02, 0x2A, 10, 0x0A, 8, 0x0A, 1, 97, 0x15, 0, 0, 0, 0x3F]
        #expect(Array(record[12..<record.count - 4]) == message)
        #expect(Array(record[0..<8]) == [UInt8(message.count), 0, 0, 0, 0, 0, 0, 0])
        #expect(EventFile.payloads(record) == [message])
    }

    @Test func filesAreCutAtAStepOrAtDamage() {
        func record(_ step: Int) -> [UInt8] { EventFile.summary(step: step, time: 2, [(tag: "x", value: .number(Float(step)))]) }
        let file = EventFile.version(time: 1) + record(0) + record(1) + record(130) + record(131)
        #expect(EventFile.cut(file, after: 1000) == file)
        #expect(EventFile.cut(file, after: 130) == Array(file.dropLast(record(131).count)))
        #expect(EventFile.cut(file, after: 0) == EventFile.version(time: 1) + record(0))
        #expect(EventFile.payloads(file).count == 5)
        // Cut off in mid-record, a bit turned, a length that is none.
        #expect(EventFile.cut(Array(file.dropLast()), after: 1000) == Array(file.dropLast(record(131).count)))
        var spoilt = file
        spoilt[EventFile.version(time: 1).count + 14] ^= 1
        #expect(EventFile.cut(spoilt, after: 1000) == EventFile.version(time: 1))
        #expect(EventFile.cut([UInt8](repeating: 0xFF, count: 40), after: 9) == [])
        #expect(EventFile.cut([], after: 9) == [])
    }
}
