import Synchronization

/// What a CSV of faces holds, in the order of its rows.
struct CSVFaces: Sendable {
    /// The faces of one part.
    struct Part: Sendable {
        var pixels: [UInt8] = []
        var labels: [UInt8] = []

        mutating func append(_ other: Part) {
            pixels.append(contentsOf: other.pixels)
            labels.append(contentsOf: other.labels)
        }
    }

    let header: CSVHeader
    /// By `CSVRow.Usage`.
    var parts: [Part]
    /// Rows that were left out, in the file's order.
    var skipped: [DatasetError]

    /// Reads `path` on several threads, a piece of the file at a time.
    ///
    /// - Throws: `DatasetError`, of several bad rows the first in the file, whatever the number of threads.
    init(
        _ path: String, options: LoadOptions, progress: @escaping @Sendable (LoadProgress) -> Void, isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) {
        let file = try FilePieces(path)
        let header = try CSVHeader(file.bytes(from: 0, atMost: 1 << 16), path: path)
        self.header = header
        let pieces = max(1, (file.size - header.length + FilePieces.pieceSize - 1) / FilePieces.pieceSize)
        let results = Mutex([PieceResult?](repeating: nil, count: pieces))
        let done = Progress(total: file.size, unit: .bytes, progress)
        let failed = Atomic<Bool>(false)
        let shared = Shared(results: results, failed: failed)
        ParallelLoop.run(count: pieces, threads: options.threads) { piece in
            guard !isCancelled(), !shared.failed.load(ordering: .relaxed) else { return }
            let result = Self.read(piece, of: file, header, skipsBad: options.skipsBad)
            // Pieces before this one are under way already, so the first bad row of the file is still found.
            if result.refusal != nil { shared.failed.store(true, ordering: .relaxed) }
            shared.results.withLock { $0[piece] = result }
            done.add(result.byteCount)
        }
        guard !isCancelled() else { throw .cancelled }
        parts = [Part(), Part(), Part()]
        skipped = []
        var line = 1
        for result in shared.results.withLock({ $0 }) {
            guard let result else { throw .cancelled }
            if let error = result.refusal { throw error }
            for bad in result.bad {
                let fault = DatasetError.badRow(path: path, line: line + bad.line, found: bad.fault.found, expected: bad.fault.expected)
                guard options.skipsBad else { throw fault }
                skipped.append(fault)
            }
            for index in parts.indices { parts[index].append(result.parts[index]) }
            line += result.lineCount
        }
    }

    /// What the threads share.
    private final class Shared: Sendable {
        let results: Mutex<[PieceResult?]>
        let failed: Atomic<Bool>
        init(results: consuming Mutex<[PieceResult?]>, failed: consuming Atomic<Bool>) {
            self.results = results
            self.failed = failed
        }
    }

    /// One piece's rows.
    private struct PieceResult: Sendable {
        var parts = [Part(), Part(), Part()]
        /// With the line counted from the piece's start, from 1.
        var bad: [(line: Int, fault: CSVRow.Fault)] = []
        var lineCount = 0
        var byteCount = 0
        /// The system refused.
        var refusal: DatasetError?
    }

    /// Reads the rows whose first byte lies in a piece.
    private static func read(_ piece: Int, of file: FilePieces, _ header: CSVHeader, skipsBad: Bool) -> PieceResult {
        var result = PieceResult()
        let start = header.length + piece * FilePieces.pieceSize
        let end = min(start + FilePieces.pieceSize, file.size)
        result.byteCount = end - start
        guard start < end else { return result }
        do throws(DatasetError) {
            // One byte earlier: whether a row begins right at `start` is told by the byte before it.
            let bytes = try file.lines(from: start - 1, to: end)
            let row = CSVRow(header: header)
            let rows = (end - start) / 8000 + 1
            result.parts[0].pixels.reserveCapacity(rows * FaceSet.pixelsPerFace)
            bytes.withUnsafeBufferPointer { buffer in
                var position = 1
                if buffer.first != UInt8(ascii: "\n") { position = lineEnd(buffer, from: 1) + 1 }
                while position < min(buffer.count, end - start + 1) {
                    let lineEnd = lineEnd(buffer, from: position)
                    result.lineCount += 1
                    let isCutOff = lineEnd == buffer.count
                    let line = trimmed(UnsafeBufferPointer(rebasing: buffer[position..<lineEnd]))
                    position = lineEnd + 1
                    if line.isEmpty { continue }
                    do throws(CSVRow.Fault) {
                        let scratch = result.parts[0].pixels.count
                        let (label, usage) = try row.read(line, isCutOff: isCutOff, into: &result.parts[0].pixels)
                        let part = Int(usage.rawValue)
                        if part > 0 {
                            result.parts[part].pixels.append(contentsOf: result.parts[0].pixels[scratch...])
                            result.parts[0].pixels.removeLast(FaceSet.pixelsPerFace)
                        }
                        result.parts[part].labels.append(label)
                    } catch {
                        result.bad.append((result.lineCount, error))
                        if !skipsBad { return }
                    }
                }
            }
        } catch {
            result.refusal = error
        }
        return result
    }

    private static func lineEnd(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard start < buffer.count, let base = buffer.baseAddress, let found = memchr(base + start, 10, buffer.count - start) else { return buffer.count }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Without blanks and a carriage return at the end.
    private static func trimmed(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var count = line.count
        while count > 0, line[count - 1] == 13 || line[count - 1] == 32 || line[count - 1] == 9 { count -= 1 }
        return UnsafeBufferPointer(rebasing: line[..<count])
    }
}

/// A file that several threads read piece by piece.
final class FilePieces: Sendable {
    /// Bytes that a thread takes at a time.
    static let pieceSize = 2 << 20
    /// A line beyond this is no row of anything.
    private static let longestLine = 1 << 20

    let path: String
    let size: Int
    private let descriptor: Int32

    init(_ path: String) throws(DatasetError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing(path: path) : .unreadable(path: path, reason: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .unreadable(path: path, reason: "it is no ordinary file")
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Up to `limit` bytes from `offset` on.
    func bytes(from offset: Int, atMost limit: Int) throws(DatasetError) -> [UInt8] {
        let wanted = max(0, min(limit, size - offset))
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, let base = buffer.baseAddress {
                let read = pread(descriptor, base + count, wanted - count, off_t(offset + count))
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = errno }
                guard read > 0 else { break }
                count += read
            }
        }
        guard failure == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(failure))) }
        return bytes
    }

    /// The bytes from `start` to `end`, and on to the end of the last line that begins there.
    func lines(from start: Int, to end: Int) throws(DatasetError) -> [UInt8] {
        var extra = 1 << 15
        while true {
            let bytes = try bytes(from: start, atMost: end - start + extra)
            let isWhole = start + bytes.count >= size || bytes[(end - start)...].contains(10)
            if isWhole || extra > Self.longestLine { return bytes }
            extra *= 8
        }
    }
}

/// Counts what several threads have done and reports it now and then.
final class Progress: Sendable {
    private let done = Atomic<Int>(0)
    private let total: Int
    private let unit: LoadProgress.Unit
    private let report: @Sendable (LoadProgress) -> Void

    init(total: Int, unit: LoadProgress.Unit, _ report: @escaping @Sendable (LoadProgress) -> Void) {
        self.total = total
        self.unit = unit
        self.report = report
    }

    /// Adds `count` units and reports.
    func add(_ count: Int) {
        let now = done.add(count, ordering: .relaxed).newValue
        report(LoadProgress(done: min(now, total), total: total, unit: unit))
    }
}
