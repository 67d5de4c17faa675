package import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file of named tensors, as the safetensors library reads and writes them.
///
/// Layout: 8 bytes little-endian header length, a JSON header with type, shape and place of each tensor, then the tensors' bytes.
/// Types here: F32, I64 and U8, little-endian. F64, F16 and BF16 are read as well, rounded to F32 where they have more digits: a module of PyTorch's
/// whose numbers are doubles or halves saves them so.
package struct Safetensors: Equatable, Sendable {
    /// A tensor's numbers.
    package enum Values: Equatable, Sendable {
        case float32([Float])
        case int64([Int64])
        case uint8([UInt8])
    }

    /// One named tensor.
    package struct Tensor: Equatable, Sendable {
        package var name: String
        package var shape: [Int]
        package var values: Values

        /// Memberwise.
        package init(name: String, shape: [Int], values: Values) {
            self.name = name
            self.shape = shape
            self.values = values
        }
    }

    /// In the file's order.
    package var tensors: [Tensor] = []
    /// Free text beside the tensors.
    package var metadata: [String: String] = [:]

    /// Headers beyond this are refused before they are read.
    private static let headerLimit = 16 << 20

    /// The numbers of the float tensor called `name`; nil where there is none.
    package func floats(_ name: String) -> [Float]? {
        guard let tensor = tensors.first(where: { $0.name == name }), case .float32(let values) = tensor.values else { return nil }
        return values
    }

    /// The file's bytes, the same for the same content.
    package func encoded() -> [UInt8] {
        var header: [String: HeaderEntry] = [:]
        var offset = 0
        for tensor in tensors {
            let (type, size) =
                switch tensor.values {
                case .float32(let values): ("F32", values.count * 4)
                case .int64(let values): ("I64", values.count * 8)
                case .uint8(let values): ("U8", values.count)
                }
            header[tensor.name] = HeaderEntry(tensor: HeaderTensor(dtype: type, shape: tensor.shape, data_offsets: [offset, offset + size]))
            offset += size
        }
        if !metadata.isEmpty { header["__metadata__"] = HeaderEntry(metadata: metadata) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(header) else { preconditionFailure("a header of strings and numbers is encodable") }
        var text = [UInt8](json)
        text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
        var bytes = withUnsafeBytes(of: UInt64(text.count).littleEndian) { [UInt8]($0) } + text
        bytes.reserveCapacity(bytes.count + offset)
        for tensor in tensors {
            switch tensor.values {
            case .float32(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
            case .int64(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
            case .uint8(let values): bytes.append(contentsOf: values)
            }
        }
        return bytes
    }

    /// Reads a file's bytes.
    ///
    /// - Throws: `CheckpointError.damaged` where anything does not fit together.
    package init(decoding bytes: [UInt8], path: String) throws(CheckpointError) {
        func damaged(_ reason: String) -> CheckpointError { .damaged(path: path, reason: reason) }
        guard bytes.count >= 8 else { throw damaged("it has \(bytes.count) bytes, too few for a header") }
        // A zip of pickles, or a pickle alone: what torch.save writes.
        guard !bytes.starts(with: Array("PK".utf8) + [3, 4]), !bytes.starts(with: [0x80, 2]) else {
            throw damaged("it is what torch.save writes; save the state_dict with safetensors.torch.save_file")
        }
        let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= Self.headerLimit, Int(length) <= bytes.count - 8 else {
            throw damaged("its header claims \(length) bytes, the file has \(bytes.count)")
        }
        let start = 8 + Int(length)
        guard let header = try? JSONDecoder().decode([String: HeaderEntry].self, from: Data(bytes[8..<start])) else {
            throw damaged("its header is no JSON as safetensors writes it")
        }
        var end = 0
        // By both ends: a tensor without numbers lies before the one that begins where it does.
        func place(_ entry: HeaderEntry) -> (Int, Int) {
            (entry.tensor?.data_offsets.first ?? -1, entry.tensor?.data_offsets.last ?? -1)
        }
        for (name, entry) in header.sorted(by: { (place($0.value).0, place($0.value).1, $0.key) < (place($1.value).0, place($1.value).1, $1.key) }) {
            guard let tensor = entry.tensor else {
                metadata = entry.metadata ?? [:]
                continue
            }
            let offsets = tensor.data_offsets
            guard let type = ElementType(rawValue: tensor.dtype) else {
                let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
                throw damaged("tensor '\(name)' has type \(tensor.dtype), expected one of \(known)")
            }
            let size = type.size
            var count = 1
            for side in tensor.shape {
                let (product, overflow) = count.multipliedReportingOverflow(by: side)
                guard side >= 0, !overflow else { throw damaged("tensor '\(name)' has an impossible shape") }
                count = product
            }
            guard offsets.count == 2, offsets[0] == end, count <= bytes.count / size, offsets[1] == end + count * size,
                offsets[1] <= bytes.count - start
            else { throw damaged("tensor '\(name)' does not lie where the header says") }
            end = offsets[1]
            let range = start + offsets[0]..<start + offsets[1]
            let values = bytes.withUnsafeBytes { type.values(UnsafeRawBufferPointer(rebasing: $0[range])) }
            tensors.append(Tensor(name: name, shape: tensor.shape, values: values))
        }
        guard end == bytes.count - start else { throw damaged("\(bytes.count - start - end) bytes lie behind the last tensor") }
    }

    package init() {}

    /// A tensor's line in the header.
    private struct HeaderTensor: Codable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]  // safetensors' own spelling
    }

    /// A line of the header: a tensor, or the free text.
    private struct HeaderEntry: Codable {
        var tensor: HeaderTensor?
        var metadata: [String: String]?

        init(tensor: HeaderTensor) { self.tensor = tensor }
        init(metadata: [String: String]) { self.metadata = metadata }

        init(from decoder: any Decoder) throws {
            if let tensor = try? HeaderTensor(from: decoder) {
                self.tensor = tensor
            } else {
                metadata = try [String: String](from: decoder)
            }
        }

        func encode(to encoder: any Encoder) throws {
            try tensor?.encode(to: encoder)
            try metadata?.encode(to: encoder)
        }
    }
}

/// What can be wrong with a checkpoint.
package enum CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file does not hold together.
    case damaged(path: String, reason: String)
    /// A tensor is missing, has another shape, or is unknown.
    case unfitting(path: String, network: String, reason: String)
    /// Its tensors are of neither network, or its header says what no version of ours says.
    case unknown(path: String, reason: String)
    /// The words name no file, no run's folder and no run.
    case missing(name: String, runsFolder: String)
    /// The system refuses.
    case file(FileError)

    /// One sentence.
    package var description: String {
        switch self {
        case .damaged(let path, let reason): "\(path): no whole safetensors file: \(reason)"
        case .unfitting(let path, let network, let reason): "\(path): does not fit network \(network): \(reason)"
        case .unknown(let path, let reason): "\(path): no checkpoint of this program: \(reason)"
        case .missing(let name, let runsFolder): "\(name): no checkpoint, no run's folder, and no run of that name in \(runsFolder)"
        case .file(let error): error.description
        }
    }
}
