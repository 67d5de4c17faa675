import FaceData
import Platform

/// What a run writes for TensorBoard: numbers of every epoch, and now and then the followed faces with what the attention makes of them.
///
/// A step of TensorBoard is an epoch; 0 is before training. There is one file a run, cut back with the others when a run is taken up again, so that no
/// step stands in it twice.
struct TensorBoardLog {
    /// By index.
    let classNames: [String]
    /// Of the whole run.
    let epochs: Int

    /// Pictures are written in at most about so many epochs, so that long runs do not fill the disk.
    private static let pictureEpochs = 50

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// How a file begins, with the faces as they are before training.
    func beginning(_ faces: [FollowedFace]) -> [UInt8] { EventFile.version(time: Self.now) + pictures(faces, epoch: 0) }

    /// What is written after an epoch.
    func records(_ record: EpochRecord, _ faces: [FollowedFace]) -> [UInt8] {
        let every = max(1, epochs / Self.pictureEpochs)
        return EventFile.summary(step: record.epoch, time: Self.now, numbers(record).map { ($0, .number(Float($1))) })
            + (record.epoch % every == 0 || record.epoch == epochs ? pictures(faces, epoch: record.epoch) : [])
    }

    private func numbers(_ record: EpochRecord) -> [(String, Double)] {
        var numbers = [
            ("loss/train", record.train.loss), ("loss/validation", record.validation.loss), ("loss/l2", record.l2),
            ("accuracy/train", record.train.accuracy), ("accuracy/validation", record.validation.accuracy),
            ("accuracy/balanced", record.validation.balancedAccuracy), ("learning_rate", record.learningRate),
            ("speed/images_per_second", record.imagesPerSecond), ("theta/outside_mean", record.meanOutside),
        ]
        for (name, recall) in zip(classNames, record.validation.recall) { if let recall { numbers.append(("recall/\(name)", recall)) } }
        guard let attention = record.attention else { return numbers }
        let moments = [
            ("scale", attention.scale), ("angle", attention.angle), ("shift_x", attention.shiftX), ("shift_y", attention.shiftY),
            ("distance_from_identity", attention.distance),
        ]
        for (name, moment) in moments { numbers += [("theta/\(name)_mean", moment.mean), ("theta/\(name)_spread", moment.spread)] }
        return numbers + [("theta/spread", attention.thetaSpread)]
    }

    private func pictures(_ faces: [FollowedFace], epoch: Int) -> [UInt8] {
        let values: [(tag: String, value: EventFile.Value)] = faces.compactMap { face in
            guard let saying = face.history.last(where: { $0.epoch == epoch }) else { return nil }
            let picture = FaceGridPicture.pair(face.pixels, saying.theta)
            return ("faces/\(classNames[face.label])_\(face.index)", .picture(png: picture.png, width: picture.width, height: picture.height))
        }
        return values.isEmpty ? [] : EventFile.summary(step: epoch, time: Self.now, values)
    }
}

extension Trainer {
    /// nil where TensorBoard's file is not wanted.
    private var tensorBoard: TensorBoardLog? {
        configuration.tensorBoard ? TensorBoardLog(classNames: dataset.training.classNames, epochs: values.epochs) : nil
    }

    /// Writes how the file begins.
    func beginTensorBoard() throws(FileError) {
        guard let tensorBoard else { return }
        try folder.appendEvents(tensorBoard.beginning(followed.faces))
    }

    /// Writes an epoch.
    func logForTensorBoard(_ record: EpochRecord) throws(FileError) {
        guard let tensorBoard else { return }
        try folder.appendEvents(tensorBoard.records(record, followed.faces))
    }

    /// Cuts the file back to the epochs that are done; where there is none, the past is written.
    func takeUpTensorBoard(_ events: [RunEvent]) throws(FileError) {
        let isThere = try folder.cutEvents(after: position.epoch - 1)
        guard let tensorBoard, !isThere else { return }
        var bytes = tensorBoard.beginning(followed.faces)
        for case .epoch(let record) in events { bytes += tensorBoard.records(record, followed.faces) }
        try folder.appendEvents(bytes)
    }
}
