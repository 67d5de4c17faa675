import FaceData
import Platform
import Core

/// Pinning faces that are inspected: the run on Train then follows them.
extension AppState {
    /// Whether the run on Train keeps a face of the inspection in sight.
    func isPinned(_ index: Int) -> Bool {
        guard pinRefusal == nil, let position = inspect.inspection?.positions[index] else { return false }
        return train.snapshot?.followed.contains { $0.index == position && $0.isPinned } ?? false
    }

    /// Pins the face under the cursor, lets it go, or says why neither can be.
    mutating func pinInspected() -> [Effect] {
        guard let index = inspect.faceIndex, let position = inspect.inspection?.positions[index] else { return [] }
        if let refusal = pinRefusal {
            notice = refusal
            return []
        }
        let isPinned = isPinned(index)
        let isFollowed = train.snapshot?.followed.contains { $0.index == position } ?? false
        notice = isPinned ? "let go" : isFollowed ? "pinned on Train" : "pinned; Train shows it from the next validation on"
        return [.pin(position, !isPinned)]
    }

    /// Why no face that is inspected can be pinned, in a sentence; nil where all can: a run follows faces of its own validation part alone.
    private var pinRefusal: String? {
        guard let inspection = inspect.inspection, let snapshot = train.snapshot, !snapshot.hasEnded else {
            return "no run trains that could follow the face"
        }
        guard !train.isAttached else { return "only the process that trains the run can pin its faces" }
        let isOwnData = inspect.target.data.map { DataSource($0) == DataSource(snapshot.configuration.data) } ?? true
        guard inspection.split != nil, isOwnData else { return "only faces that the run was given can be pinned" }
        let inspected = DataState.parent(of: Disk.absolute(inspection.checkpoint))
        guard let folder = snapshot.runFolder, inspected == Disk.absolute(folder) else {
            return "another run trains; only its own faces can be pinned"
        }
        guard inspection.split == .validation else {
            return "only validation faces can be pinned" + keys.hint((.split, .faceList, "goes through the parts"))
        }
        return nil
    }
}
