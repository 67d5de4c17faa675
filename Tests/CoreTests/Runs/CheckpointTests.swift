@testable import Platform
@testable import FaceData
@testable import Engine
import TestSupport
import Foundation
import Testing

@testable import Core

/// Checkpoints are state_dicts: what PyTorch saved opens here, and what is saved here has exactly the tensors that a strict `load_state_dict` wants.
@Suite struct CheckpointTests {
    private static let series = Architecture(.series, sampler: .halfpixel, classCount: 7)

    /// What `safetensors.torch.save_file` made of the PyTorch implementation's module, fresh from its constructor.
    private static func stored() throws -> (path: String, file: Safetensors) {
        let path = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/pytorch-series.safetensors").path
        return (path, try Safetensors(decoding: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), path: path))
    }

    private static func checkpoint(_ state: NetworkState, _ architecture: Architecture = series) -> Checkpoint {
        Checkpoint(
            architecture: architecture, input: .signed, classNames: Emotion.names, epoch: 3, validationAccuracy: 0.5, state: state)
    }

    @Test func whatPyTorchSavedOpensHere() throws {
        let (path, file) = try Self.stored()
        let state = try NetworkState(reading: path, Self.series)
        let layout = ParameterLayout(Self.series)
        for tensor in layout.tensors { #expect(file.floats(tensor.name) == Array(state.parameters[tensor.range]), "\(tensor.name)") }
        #expect(state.statistics.count == 1)
        #expect(file.floats("norm.running_mean") == state.statistics[0].means)
        #expect(file.floats("norm.running_var") == state.statistics[0].variances)
        #expect(state.statistics[0].batchCount == 0)
    }

    /// Names, shapes and types, none missing and none too many.
    @Test func whatIsSavedHereIsWhatPyTorchWants() throws {
        let (path, theirs) = try Self.stored()
        let state = try NetworkState(reading: path, Self.series)
        let ours = try Safetensors(decoding: Self.checkpoint(state).encoded(), path: "ours")
        func lines(_ file: Safetensors) -> [String] {
            file.tensors.map { tensor in
                let type =
                    switch tensor.values {
                    case .float32: "F32"
                    case .int64: "I64"
                    case .uint8: "U8"
                    }
                return "\(tensor.name) \(type) \(tensor.shape)"
            }.sorted()
        }
        #expect(lines(ours) == lines(theirs))
        #expect(lines(ours).contains("norm.num_batches_tracked I64 []"))
        #expect(try NetworkState(ours, path: "ours", Self.series) == state)
        #expect(ours.metadata["network"] == "series" && ours.metadata["normalisation"] == "conv4" && ours.metadata["width"] == "10")
    }

    @Test(arguments: [Architecture(.paper, sampler: .stn, normalisation: .all, width: 16, classCount: 3), series])
    func everyNetworkComesBackAsItWas(architecture: Architecture) throws {
        let layout = ParameterLayout(architecture)
        var random = RandomBits(seed: 5)
        let statistics = layout.batchNorms.map { norm in
            var running = RunningStatistics(channels: norm.channels)
            running.means = random.floats(norm.channels).map { Float($0) }
            running.batchCount = 12
            return running
        }
        let state = NetworkState(parameters: layout.initialValues(.uniform, seed: 3), statistics: statistics)
        var checkpoint = Self.checkpoint(state, architecture)
        checkpoint.classNames = Array(Emotion.names.prefix(architecture.classCount))
        let file = try Safetensors(decoding: checkpoint.encoded(), path: "file")
        #expect(try NetworkState(file, path: "file", architecture) == state)
    }

    /// One sentence for each.
    @Test func refusesWhatDoesNotFit() throws {
        let (_, sound) = try Self.stored()
        func complaint(_ architecture: Architecture = Self.series, _ change: (inout Safetensors) throws -> Void = { _ in }) throws -> String {
            var file = sound
            try change(&file)
            let error = #expect(throws: CheckpointError.self) { _ = try NetworkState(file, path: "file", architecture) }
            return error?.description ?? ""
        }
        func index(_ name: String) throws -> Int { try #require(sound.tensors.firstIndex { $0.name == name }) }
        #expect(try complaint(Architecture(.paper, sampler: .stn, classCount: 7)).contains("does not fit network paper: it has a tensor 'norm."))
        #expect(
            try complaint(Architecture(.series, sampler: .halfpixel, width: 16, classCount: 7)).contains(
                "network series (width 16): tensor 'conv1.weight' has shape [10, 1, 3, 3], expected [16, 1, 3, 3]"))
        #expect(
            try complaint(Architecture(.series, sampler: .halfpixel, classCount: 8)).contains(
                "tensor 'fc2.weight' has shape [7, 50], expected [8, 50]"))
        #expect(try complaint { $0.tensors.remove(at: try index("fc1.bias")) }.contains("tensor 'fc1.bias' is missing"))
        #expect(
            try complaint { $0.tensors[try index("norm.bias")].name = "norm.offset" }.contains("a tensor 'norm.offset', which this network has not"))
        let count = try index("norm.num_batches_tracked")
        #expect(try complaint { $0.tensors[count].values = .int64([-1]) }.contains("counts [-1]"))
        #expect(try complaint { $0.tensors[count].values = .float32([1]) }.contains("is of another type"))
        let variance = try index("norm.running_var")
        #expect(try complaint { $0.tensors[variance].values = .float32([Float](repeating: -1, count: 10)) }.contains("a variance below zero"))
        for value in [Float.nan, .infinity] {
            let weights = try index("conv2.weight")
            let sentence = try complaint { file in
                guard case .float32(var values) = file.tensors[weights].values else { return }
                values[7] = value
                file.tensors[weights].values = .float32(values)
            }
            #expect(sentence.contains("tensor 'conv2.weight' has \(value) at position 7"))
        }
    }

    /// What modules save whose numbers are doubles or halves; the counters stay whole numbers.
    @Test(arguments: ["F64", "F16", "BF16"])
    func numbersOfAnotherLength(type: String) throws {
        let (_, sound) = try Self.stored()
        // Of so few digits that no type here rounds them.
        let exact = sound.tensors.map { tensor in
            guard case .float32(let values) = tensor.values else { return tensor }
            let short = values.map { Float(sign: $0.sign, exponent: $0.exponent, significand: ($0.significand * 16).rounded() / 16) }
            return Safetensors.Tensor(name: tensor.name, shape: tensor.shape, values: .float32(short.map { abs($0) < 0x1p-14 ? 0 : $0 }))
        }
        func bytes(_ value: Float) -> [UInt8] {
            let magnitude = value == 0 ? 0 : UInt16(value.exponent + 15) << 10 | UInt16(value.significandBitPattern >> 13)
            let half = magnitude | (value.sign == .minus ? 1 << 15 : 0)
            return switch type {
            case "F64": withUnsafeBytes(of: Double(value).bitPattern.littleEndian, Array.init)
            case "F16": withUnsafeBytes(of: half.littleEndian, Array.init)
            default: withUnsafeBytes(of: UInt16(value.bitPattern >> 16).littleEndian, Array.init)
            }
        }
        let file = try Self.file(exact, floats: type, bytes: bytes)
        var expected = Safetensors()
        expected.tensors = exact
        let state = try NetworkState(Safetensors(decoding: file, path: "file"), path: "file", Self.series)
        #expect(try state == NetworkState(expected, path: "expected", Self.series))
    }

    /// The edges of each type: the smallest and largest numbers, infinity and what is no number.
    @Test func numbersAtTheEdges() throws {
        func read(_ type: String, _ bytes: [UInt8], count: Int) throws -> [Float] {
            let blank = Safetensors.Tensor(name: "a", shape: [count], values: .float32([Float](repeating: 0, count: count)))
            var rest = bytes[...]
            let size = bytes.count / count
            let file = try Self.file([blank], floats: type) { _ in
                defer { rest = rest.dropFirst(size) }
                return Array(rest.prefix(size))
            }
            return try #require(Safetensors(decoding: file, path: "file").floats("a"))
        }
        func pairs(_ words: [UInt16]) -> [UInt8] { words.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) } }
        let halves = try read("F16", pairs([0x0001, 0x83FF, 0x0400, 0x7BFF, 0x3C00, 0xFC00, 0x8000, 0x7E00]), count: 8)
        #expect(halves.prefix(7) == [0x1p-24, -1023 * 0x1p-24, 0x1p-14, 65504, 1, -.infinity, 0])
        #expect(halves[6].sign == .minus && halves[7].isNaN)
        #expect(try read("BF16", pairs([0x3F80, 0xC2F7, 0xFF80]), count: 3) == [1, -123.5, -.infinity])
        let doubles = [1e300, -0.1].flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
        #expect(try read("F64", doubles, count: 2) == [.infinity, -0.1])
        let unknown = #expect(throws: CheckpointError.self) { try read("F8_E4M3", [1, 2], count: 2) }
        #expect(unknown?.description.contains("tensor 'a' has type F8_E4M3, expected one of F32, F64, F16, BF16, I64, U8") == true)
    }

    /// A file whose float tensors have the type `floats`, each number written by `bytes`.
    private static func file(_ tensors: [Safetensors.Tensor], floats: String, bytes: (Float) -> [UInt8]) throws -> [UInt8] {
        var (lines, blob): ([String], [UInt8]) = ([], [])
        for tensor in tensors {
            let start = blob.count
            var type = floats
            switch tensor.values {
            case .float32(let values): blob += values.flatMap(bytes)
            case .int64(let values):
                type = "I64"
                blob += values.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
            case .uint8: preconditionFailure("no state_dict of ours has bytes")
            }
            lines.append(#""\#(tensor.name)":{"dtype":"\#(type)","shape":\#(tensor.shape),"data_offsets":[\#(start),\#(blob.count)]}"#)
        }
        let header = Array("{\(lines.joined(separator: ","))}".utf8)
        return withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header + blob
    }

    @Test func refusesWhatIsNoFile() throws {
        let folder = try TemporaryFolder()
        let (path, _) = try Self.stored()
        let whole = try TemporaryFolder.bytes(path)
        var huge = whole
        for (index, byte) in withUnsafeBytes(of: UInt64(4 << 30).littleEndian, Array.init).enumerated() { huge[index] = byte }
        for bytes in [[], Array(whole.prefix(7)), Array(whole.prefix(3000)), whole.dropLast(), whole + [0], huge] as [[UInt8]] {
            let file = folder.path + "/file"
            try Disk().replace(file, with: bytes)
            let error = #expect(throws: CheckpointError.self) { _ = try NetworkState(reading: file, Self.series) }
            #expect(error?.description.contains("no whole safetensors file") == true)
        }
        #expect(throws: CheckpointError.self) { _ = try NetworkState(reading: folder.path + "/none", Self.series) }
    }
}
