import Platform

/// TensorBoard's event files: records of TensorFlow's `Event` message, encoded here since Debian has no library that writes them.
///
/// Sources: TensorFlow's record_writer.h (framing), event.proto and summary.proto (field numbers), RFC 3720 (CRC32C).
package enum EventFile {
    /// What an event shows.
    package enum Value: Sendable, Equatable {
        case number(Float)
        /// PNG bytes and their size.
        case picture(png: [UInt8], width: Int, height: Int)
    }

    /// The first record of a file: which format its events have.
    package static func version(time: Double) -> [UInt8] {
        var event = ProtocolBuffer()
        event.add(1, double: time)
        event.add(3, bytes: Array("brain.Event:2".utf8))
        return record(event.bytes)
    }

    /// A record with values of one step, each under its tag.
    package static func summary(step: Int, time: Double, _ values: [(tag: String, value: Value)]) -> [UInt8] {
        var summary = ProtocolBuffer()
        for (tag, value) in values {
            var line = ProtocolBuffer()
            line.add(1, bytes: Array(tag.utf8))
            switch value {
            case .number(let number): line.add(2, float: number)
            case .picture(let png, let width, let height):
                var image = ProtocolBuffer()
                image.add(1, number: height)
                image.add(2, number: width)
                image.add(3, number: 3)
                image.add(4, bytes: png)
                line.add(4, bytes: image.bytes)
            }
            summary.add(1, bytes: line.bytes)
        }
        var event = ProtocolBuffer()
        event.add(1, double: time)
        event.add(2, number: step)
        event.add(5, bytes: summary.bytes)
        return record(event.bytes)
    }

    /// `bytes` up to the first record that is damaged, not whole, or of a step above `last`.
    package static func cut(_ bytes: [UInt8], after last: Int) -> [UInt8] {
        var end = 0
        while let event = payload(of: bytes, at: end), step(of: event) <= last { end += event.count + 16 }
        return Array(bytes[..<end])
    }

    /// Length, its checksum, the message, its checksum.
    private static func record(_ message: [UInt8]) -> [UInt8] {
        let length = ProtocolBuffer.little(UInt64(message.count))
        return length + ProtocolBuffer.little(Checksum.masked(length[...])) + message + ProtocolBuffer.little(Checksum.masked(message[...]))
    }

    /// The message of the record at `start`; nil where it is damaged or not whole.
    package static func payload(of bytes: [UInt8], at start: Int) -> ArraySlice<UInt8>? {
        func number(_ place: Int, _ count: Int) -> UInt64 { (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) } }
        guard bytes.count - start >= 16, number(start + 8, 4) == UInt64(Checksum.masked(bytes[start..<start + 8])) else { return nil }
        let length = number(start, 8)
        guard length <= UInt64(bytes.count - start - 16) else { return nil }
        let message = bytes[start + 12..<start + 12 + Int(length)]
        return number(message.endIndex, 4) == UInt64(Checksum.masked(message)) ? message : nil
    }

    /// The step in a message of ours, which stands behind the time; 0 where there is none.
    private static func step(of message: ArraySlice<UInt8>) -> Int {
        let rest = message.dropFirst(9)
        guard rest.first == 2 << 3 else { return 0 }
        var (value, shift) = (0, 0)
        for byte in rest.dropFirst() {
            value |= Int(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 || shift > 56 { break }
        }
        return value
    }
}

/// Protocol buffers' wire format, as far as events need it.
struct ProtocolBuffer {
    private(set) var bytes: [UInt8] = []

    /// A whole number, not negative.
    mutating func add(_ field: Int, number: Int) {
        key(field, 0)
        varint(UInt64(number))
    }

    mutating func add(_ field: Int, double: Double) {
        key(field, 1)
        bytes += Self.little(double.bitPattern)
    }

    mutating func add(_ field: Int, float: Float) {
        key(field, 5)
        bytes += Self.little(float.bitPattern)
    }

    /// Bytes, a text, or a message within this one.
    mutating func add(_ field: Int, bytes value: [UInt8]) {
        key(field, 2)
        varint(UInt64(value.count))
        bytes += value
    }

    private mutating func key(_ field: Int, _ type: Int) { varint(UInt64(field << 3 | type)) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The lowest byte first.
    static func little(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) } }
}

/// CRC32C (Castagnoli), as TensorFlow's records have it.
enum Checksum {
    /// Turned and moved, so that the checksum of what holds checksums stays good.
    static func masked(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let value = crc32c(bytes)
        return (value >> 15 | value << 17) &+ 0xA282_EAD8
    }

    static func crc32c(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }

    private static let table: [UInt32] = (0..<256).map { place in
        (0..<8).reduce(UInt32(place)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }
}
