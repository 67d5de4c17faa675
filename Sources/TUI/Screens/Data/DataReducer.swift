import FaceData
import Core

extension AppState {
    /// What the keys of Data do.
    mutating func performInData(_ command: Command) -> [Effect] {
        switch command {
        case .up: return moveInData(by: -1)
        case .down: return moveInData(by: 1)
        case .pageUp: return moveInData(by: -10)
        case .pageDown: return moveInData(by: 10)
        case .first: return moveInData(by: -data.rows.count)
        case .last: return moveInData(by: data.rows.count)
        case .showHidden:
            data.toggleHidden()
            return examineCursor()
        case .leaveFolder:
            guard let parent = data.parent else { return [] }
            return data.go(to: parent, cursorOn: DataState.name(of: data.folder)) + examineCursor()
        case .enterFolder: return enterFolder()
        case .take:
            data.wanted = data.cursor
            return takeWhenKnown()
        default: return []
        }
    }

    private mutating func moveInData(by distance: Int) -> [Effect] {
        let before = data.cursor
        data.move(by: distance)
        return data.cursor == before ? [] : examineCursor()
    }

    /// Enters what is under the cursor where it is a folder.
    private mutating func enterFolder() -> [Effect] {
        switch data.cursor {
        case .demo: return []
        case .recent(let path):
            // A recent file is shown where it lies.
            guard path.lowercased().hasSuffix(".csv"), let parent = DataState.parent(of: path) else { return data.go(to: path) + examineCursor() }
            return data.go(to: parent, cursorOn: DataState.name(of: path)) + examineCursor()
        case .entry(let name):
            guard data.entries.first(where: { $0.name == name })?.isFolder == true else {
                notice = "\(name) is a file" + keys.hint((.take, .data, "takes it"))
                return []
            }
            return data.go(to: DataState.join(data.folder, name)) + examineCursor()
        }
    }

    /// Begins to examine what is under the cursor, unless that is under way or done.
    mutating func examineCursor() -> [Effect] {
        if case .entry(let name) = data.cursor, !data.entries.contains(where: { $0.name == name }) {
            // The folder's list is not there yet.
            doctor = Doctor()
            return [.cancelExamination]
        }
        return examine(data.source)
    }

    /// Begins to examine the form's data, unless that is under way or done.
    mutating func examineForm() -> [Effect] { examine(DataSource(setup.configuration.data)) }

    private mutating func examine(_ source: DataSource) -> [Effect] {
        let question = DoctorQuestion(source, setup.configuration)
        guard doctor.question != question else { return [] }
        let request = nextRequest()
        doctor.begin(question, request: request)
        return [.examine(question, isBusy: train.isActive, request: request)]
    }

    /// Does what Enter asked for as soon as it is known what the row holds: takes it, enters it, or says why not.
    mutating func takeWhenKnown() -> [Effect] {
        guard screen == .data, let wanted = data.wanted, wanted == data.cursor, doctor.source == data.source else { return [] }
        if wanted == .demo { return settle(on: .demo) }
        switch doctor.outcome {
        case .success: return settle(on: data.source)
        // The form has that split, and is where it is changed.
        case .failure(.cannotSplit), .failure(.manifest): return settle(on: data.source)
        case .failure(.unrecognised), .failure(.empty), .failure(.several): return enterOrRefuse()
        case .failure(let error):
            data.wanted = nil
            notice = error.description
            return []
        case nil:
            // The names are enough to go on with; the form counts faces as they become known.
            guard let looksLikeFaces = doctor.looksLikeFaces else { return [] }
            return looksLikeFaces ? settle(on: data.source) : enterOrRefuse()
        }
    }

    private mutating func enterOrRefuse() -> [Effect] {
        data.wanted = nil
        if case .entry(let name) = data.cursor, data.entries.first(where: { $0.name == name })?.isFolder == false {
            notice = "\(name): no faces recognised in this file; expected a CSV with the columns emotion and pixels"
            return []
        }
        return enterFolder()
    }

    private mutating func settle(on source: DataSource) -> [Effect] {
        data.wanted = nil
        setup.change { $0.data = source.text }
        setup.cursor = .start
        return showSetup()
    }
}
