import Synchronization

/// How large images are before they become faces of 48x48; counted by several threads.
final class ImageSizes: Sendable {
    /// Pixels along the sides.
    struct Size: Hashable, Sendable {
        var width: Int
        var height: Int
    }

    private let counts = Mutex<[Size: Int]>([:])

    /// Adds the sizes of some images.
    func add(_ sizes: [Size]) {
        counts.withLock { counts in
            for size in sizes { counts[size, default: 0] += 1 }
        }
    }

    /// The smallest, the one in the middle and the largest, by area, and how many images are of another size than a face; nil where all are faces.
    var summary: DatasetReport.Sizes? {
        let counts = counts.withLock { $0 }.sorted { left, right in
            (left.key.width * left.key.height, left.key.width) < (right.key.width * right.key.height, right.key.width)
        }
        let face = Size(width: FaceSet.side, height: FaceSet.side)
        let others = counts.reduce(0) { $0 + ($1.key == face ? 0 : $1.value) }
        guard others > 0, let first = counts.first, let last = counts.last else { return nil }
        let half = counts.reduce(0) { $0 + $1.value } / 2
        var (seen, middle) = (0, first.key)
        for (size, count) in counts {
            middle = size
            seen += count
            if seen > half { break }
        }
        func text(_ size: Size) -> String { "\(size.width)x\(size.height)" }
        return DatasetReport.Sizes(smallest: text(first.key), median: text(middle), largest: text(last.key), others: others)
    }
}
