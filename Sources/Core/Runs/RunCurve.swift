import FaceData
import Platform

/// A run's numbers epoch by epoch, for a chart with those of others.
package struct RunCurve: Sendable, Equatable {
    /// One epoch.
    package struct Point: Sendable, Equatable {
        /// From 1.
        package var epoch: Int
        /// Shares, 0...1, and losses in nats.
        package var trainAccuracy, accuracy, trainLoss, loss: Double
    }

    /// The run's folder.
    package let path: String
    /// In order; empty where nothing could be read.
    package let points: [Point]

    /// Reads the run in `path`.
    package init(reading path: String) {
        self.path = path
        let bytes = (try? Disk.read(path + "/metrics.jsonl")) ?? []
        points = bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            // Other events hold whole settings; they are not worth reading.
            guard line.starts(with: #"{"event":"epoch""#.utf8), case .epoch(let record)? = RunEvent(jsonLine: line) else { return nil }
            return Point(
                epoch: record.epoch, trainAccuracy: record.train.accuracy, accuracy: record.validation.accuracy, trainLoss: record.train.loss,
                loss: record.validation.loss)
        }
    }

    /// Memberwise.
    package init(path: String, points: [Point]) {
        self.path = path
        self.points = points
    }
}

/// Parameters that a run has kept, to start another run from.
package struct KeptCheckpoint: Sendable, Equatable {
    /// The file.
    package let path: String
    /// `best`, `last`, or `epoch 10`.
    package let title: String
    /// Epochs done, where the file says so.
    package let epoch: Int?
    /// The validation accuracy then, 0...1, where the file says so.
    package let accuracy: Double?

    /// Those of the run in `folder`: best, last, and what was kept by the way.
    package static func all(in folder: String) -> [KeptCheckpoint] {
        let kept = ((try? Disk.entries(of: folder)) ?? []).compactMap { name in RunFolder.keptEpoch(name).map { ($0, name) } }.sorted { $0.0 < $1.0 }
        let files = [("best", "best.safetensors"), ("last", "last.safetensors")] + kept.map { ("epoch \($0.0)", $0.1) }
        return files.compactMap { title, name in
            let path = folder + "/" + name
            guard let text = Safetensors.metadata(of: path) else { return nil }
            return KeptCheckpoint(
                path: path, title: title, epoch: text["epoch"].flatMap { Int($0) }, accuracy: text["validationAccuracy"].flatMap { Double($0) })
        }
    }

    /// Memberwise.
    package init(path: String, title: String, epoch: Int?, accuracy: Double?) {
        (self.path, self.title, self.epoch, self.accuracy) = (path, title, epoch, accuracy)
    }
}
