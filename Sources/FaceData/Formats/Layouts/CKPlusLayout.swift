import Platform

/// CK+ as it is handed out: image sequences from a neutral face to the peak of an expression, and a file of its emotion for some.
struct CKPlusLayout: FaceLayout {
    /// The folder of subjects, each with folders of sequences, each with frames.
    let images: String
    /// The same folders with a text file where a sequence has a label.
    let labels: String

    /// By the number in a label's file.
    private static let classNames = ["neutral", "angry", "contempt", "disgust", "fear", "happy", "sad", "surprise"]

    var choice: String { images.split(separator: "/").last.map { String($0) } ?? images }
    var evidence: String { "sequences of images with a folder Emotion beside them" }

    static func candidates(in place: FolderPlace) throws(DatasetError) -> [any FaceLayout] {
        /// The first that is there, perhaps within the folder that its archive makes.
        func folder(_ names: [String], within archives: [String]) -> String? {
            place.folder(names) ?? place.folder(archives).flatMap { try? FolderPlace($0) }?.folder(names)
        }
        guard let images = folder(["cohn-kanade-images"], within: ["extended-cohn-kanade-images"]) else { return [] }
        guard let labels = folder(["emotion"], within: ["emotion_labels"]) ?? place.folder(["emotion_labels"]) else { return [] }
        return [CKPlusLayout(images: images, labels: labels)]
    }

    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces {
        var faces = LayoutFaces(layout: "CK+ (\(choice))")
        faces.paper = .shares
        faces.labelFiles = [reading.name(of: labels)]
        var items: [ImageItem] = []
        var unlabelled = 0
        let subjects = try FolderPlace(images)
        for subject in subjects.folders {
            let sequences = try FolderPlace(subjects.path(of: subject))
            for sequence in sequences.folders {
                do throws(DatasetError) {
                    guard let className = try label(subject.name + "/" + sequence.name) else {
                        unlabelled += 1
                        continue
                    }
                    let frames = try FolderPlace(sequences.path(of: sequence))
                    guard let last = frames.files.last(where: { ImageFile.hasImageSuffix($0.name) }) else {
                        throw DatasetError.badImage(path: frames.path, reason: "has a label but no image")
                    }
                    let path = frames.path(of: last)
                    items.append(
                        ImageItem(path: path, origin: FaceOrigin(file: reading.name(of: path), subject: subject.name), className: className))
                } catch {
                    try reading.refuse(error, noting: &faces.skipped)
                }
            }
        }
        // Contempt and the six emotions are what CK+ is of; neutral is there only where a label says so.
        let isNeutral = items.contains { $0.className == "neutral" }
        let set = ClassSet(Self.classNames.filter { $0 != "neutral" || isNeutral })
        let read = try reading.images([items.inNaturalOrder()], set)
        (faces.classNames, faces.training) = (set.names, read.parts[0])
        faces.skipped += read.skipped
        faces.notes.append(
            "The last frame of each labelled sequence is taken, the peak of its expression: \(counted(items.count, "sequence", "sequences")); "
                + "\(counted(unlabelled, "sequence has", "sequences have")) no label and \(unlabelled == 1 ? "is" : "are") left out.")
        return faces
    }

    /// What the label's file of a sequence says; nil where there is none.
    private func label(_ sequence: String) throws(DatasetError) -> String? {
        let folder = labels + "/" + sequence
        guard Folder.isFolder(folder) else { return nil }
        let place = try FolderPlace(folder)
        guard let file = place.files.first(where: { $0.name.lowercased().hasSuffix("_emotion.txt") }) else { return nil }
        let path = place.path(of: file)
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: 4096) } catch { throw .unreadable(path: path, reason: error.reason) }
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        // Written as 3.0000000e+00.
        guard let value = Double(text), let number = Int(exactly: value), Self.classNames.indices.contains(number) else {
            throw .badRow(
                path: path, line: 1, found: text.isEmpty ? "nothing" : "'\(text.prefix(20))'",
                expected: "0...7 (0 neutral, 1 anger, 2 contempt, 3 disgust, 4 fear, 5 happy, 6 sadness, 7 surprise)")
        }
        return Self.classNames[number]
    }
}
