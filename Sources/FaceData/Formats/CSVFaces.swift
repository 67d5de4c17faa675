import Platform

/// What a CSV of faces holds, in the order of its rows.
package struct CSVFaces: Sendable {
    let header: CSVHeader
    /// By `CSVRow.Usage`.
    package private(set) var parts = [FacePart(), FacePart(), FacePart()]
    /// Rows that were left out, in the file's order, with their number, which counts from 0.
    package private(set) var skipped: [(row: Int, error: DatasetError)] = []

    /// Rows with or without a face.
    var rowCount: Int { parts.reduce(skipped.count) { $0 + $1.count } }

    /// Reads `path` on several threads, a piece of the file at a time.
    ///
    /// - Parameters:
    ///   - name: what the faces' origins call the file.
    ///   - classCount: ids below it are labels.
    ///   - needsLabels: whether a file without them is refused; else all its labels are 0.
    /// - Throws: `DatasetError`, of several bad rows the first in the file, whatever the number of threads.
    package init(
        _ path: String, name: String, needsLabels: Bool = true, classCount: Int = Emotion.names.count, options: LoadOptions, done: Progress,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) {
        let file = try FilePieces(path)
        let header = try CSVHeader(of: file)
        guard header.emotion != nil || !needsLabels else { throw .unlabelled(path: path) }
        self.header = header
        let pieces = (file.size - header.length + FilePieces.pieceSize - 1) / FilePieces.pieceSize
        let results = OrderedPieces.run(count: pieces, threads: options.threads, isCancelled: isCancelled) { piece in
            let result = Self.read(piece, of: file, CSVRow(header: header, classCount: classCount), skipsBad: options.skipsBad)
            done.add(result.byteCount)
            return (result, result.refusal != nil || (!result.bad.isEmpty && !options.skipsBad))
        }
        guard let results else { throw .cancelled }
        var (line, row) = (1, 0)
        for index in parts.indices { parts[index].reserve(results.reduce(0) { $0 + $1.parts[index].count }) }
        for result in results {
            if let error = result.refusal { throw error }
            for (index, bad) in result.bad.enumerated() {
                let fault = DatasetError.badRow(path: path, line: line + bad.line, found: bad.fault.found, expected: bad.fault.expected)
                guard options.skipsBad else { throw fault }
                skipped.append((row + bad.facesBefore + index, fault))
            }
            for index in parts.indices {
                parts[index].append(result.parts[index].faces)
                for place in result.parts[index].rows { parts[index].origins.append(FaceOrigin(file: name, row: row + place)) }
            }
            line += result.lineCount
            row += result.bad.count + result.parts.reduce(0) { $0 + $1.count }
        }
    }

    /// Takes the faces of the first `count` rows out of the training part.
    mutating func removeFirstRows(_ count: Int) -> FacePart {
        let (first, rest) = parts[0].divided { ($0.row ?? 0) < count }
        parts[0] = rest
        return first
    }

    /// The faces of one part that a piece holds.
    private struct PiecePart: Sendable {
        /// Without their origins.
        package var faces = FacePart()
        /// By face, counted from the piece's first.
        var rows: [Int] = []

        package var count: Int { rows.count }
    }

    /// One piece's rows.
    private struct PieceResult: Sendable {
        package var parts = [PiecePart(), PiecePart(), PiecePart()]
        /// With the line counted from the piece's start, from 1, and the faces that the piece holds before it.
        var bad: [(line: Int, facesBefore: Int, fault: CSVRow.Fault)] = []
        var lineCount = 0
        var byteCount = 0
        /// The system refused.
        var refusal: DatasetError?
    }

    /// Reads the rows whose first byte lies in a piece.
    private static func read(_ piece: Int, of file: FilePieces, _ reader: CSVRow, skipsBad: Bool) -> PieceResult {
        var result = PieceResult()
        let start = reader.header.length + piece * FilePieces.pieceSize
        let end = min(start + FilePieces.pieceSize, file.size)
        result.byteCount = end - start
        guard start < end else { return result }
        do throws(DatasetError) {
            // One byte earlier: whether a row begins right at `start` is told by the byte before it.
            let bytes = try file.lines(from: start - 1, to: end)
            // A row has at least two bytes a pixel; most have about 8,400.
            result.parts[0].faces.reserve((end - start) / 8000 + 1)
            bytes.withUnsafeBufferPointer { buffer in
                var (position, row) = (1, 0)
                if buffer.first != UInt8(ascii: "\n") { position = lineEnd(buffer, from: 1) + 1 }
                while position < min(buffer.count, end - start + 1) {
                    let lineEnd = lineEnd(buffer, from: position)
                    result.lineCount += 1
                    let isCutOff = lineEnd == buffer.count && start - 1 + buffer.count == file.size
                    let line = trimmed(UnsafeBufferPointer(rebasing: buffer[position..<lineEnd]))
                    position = lineEnd + 1
                    if line.isEmpty { continue }
                    do throws(CSVRow.Fault) {
                        guard line.count <= FilePieces.longestLine else {
                            let limit = NumberText.grouped(FilePieces.longestLine)
                            throw CSVRow.Fault(found: "a line of more than \(limit) bytes", expected: "a row with 2,304 pixel values")
                        }
                        let scratch = result.parts[0].faces.pixels.count
                        let (label, usage) = try reader.read(line, isCutOff: isCutOff, into: &result.parts[0].faces.pixels)
                        let part = Int(usage.rawValue)
                        if part > 0 {
                            result.parts[part].faces.pixels.append(contentsOf: result.parts[0].faces.pixels[scratch...])
                            result.parts[0].faces.pixels.removeLast(FaceSet.pixelsPerFace)
                        }
                        result.parts[part].faces.labels.append(label)
                        result.parts[part].rows.append(row)
                        row += 1
                    } catch {
                        row += 1
                        result.bad.append((result.lineCount, result.parts.reduce(0) { $0 + $1.count }, error))
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
        guard start < buffer.count, let base = buffer.baseAddress, let found = memchr(base + start, 10, buffer.count - start) else {
            return buffer.count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Without blanks and a carriage return at the end.
    private static func trimmed(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var count = line.count
        while count > 0, line[count - 1] == 13 || line[count - 1] == 32 || line[count - 1] == 9 { count -= 1 }
        return UnsafeBufferPointer(rebasing: line[..<count])
    }
}
