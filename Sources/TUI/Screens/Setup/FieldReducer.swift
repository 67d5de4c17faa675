import Core

extension AppState {
    /// What the keys do while a field or a path is typed.
    mutating func performWhileTyping(_ command: Command) -> [Effect] {
        if setup.file != nil { return performInFilePrompt(command) }
        switch command {
        case .accept: return setup.entryError == nil ? acceptField() : []
        case .complete:
            if setup.field?.kind.takesPath == true { return askForCompletions(of: setup.entry?.text ?? "") }
            return leaveField(by: 0)
        case .moveOnUp: return leaveField(by: -1)
        case .moveOnDown: return leaveField(by: 1)
        case .cancel: setup.closeEntry()
        case .start: return start()
        default: break
        }
        return []
    }

    /// Types in the field or the path.
    mutating func typeInSetup(_ key: Key) {
        setup.entry?.take(key)
        setup.file?.type(key)
        setup.completions = []
        // Completions of what stood there before would undo this key.
        setup.completionRequest = 0
    }

    /// Takes what was typed and closes the entry.
    ///
    /// - Precondition: it can be taken.
    mutating func acceptField() -> [Effect] {
        guard let entry = setup.entry else { return [] }
        let error = setup.set(entry.text)
        precondition(error == nil, "only good values are taken")
        setup.closeEntry()
        return examineForm() + measureCost()
    }

    /// Takes a good value, drops a bad one and says so, then moves on: a bad value never holds the cursor.
    private mutating func leaveField(by distance: Int) -> [Effect] {
        var effects: [Effect] = []
        if let error = setup.entryError, let field = setup.field {
            notice = "\(field.label) takes \(error.expected); the old value is kept"
            setup.closeEntry()
        } else {
            effects = acceptField()
        }
        setup.move(by: distance)
        return effects
    }

    private mutating func performInFilePrompt(_ command: Command) -> [Effect] {
        guard let file = setup.file else { return [] }
        switch command {
        case .accept:
            guard !file.entry.text.isEmpty else { return [] }
            return file.purpose == .save
                ? [.save(setup.configuration, path: file.entry.text, replaces: file.mayReplace)] : [.load(path: file.entry.text)]
        case .complete: return askForCompletions(of: file.entry.text)
        case .cancel:
            setup.file = nil
            setup.completions = []
        default: break
        }
        return []
    }

    private mutating func askForCompletions(of text: String) -> [Effect] {
        let request = nextRequest()
        setup.completionRequest = request
        return [.complete(text: text, request: request)]
    }

    /// Completes as far as all paths agree, and shows them where there are several.
    mutating func takeCompletions(_ paths: [String], request: Int) -> [Effect] {
        guard request == setup.completionRequest, setup.isTypingPath else { return [] }
        guard let first = paths.first else {
            notice = "nothing begins like that"
            return []
        }
        let common = paths.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
        setup.completions = paths.count > 1 ? paths : []
        if setup.file != nil {
            setup.file?.entry.replace(with: common)
        } else {
            setup.entry?.replace(with: common)
        }
        return []
    }

    /// Takes a form that was read from a file.
    mutating func takeLoaded(_ path: String, _ result: Result<RunConfiguration, RunError>) -> [Effect] {
        switch result {
        case .success(let configuration):
            setup.file = nil
            setup.replace(with: configuration)
            setup.notice = "loaded \(path)"
            return examineForm() + measureCost()
        case .failure(let error):
            setup.file?.complaint = error.description
            return []
        }
    }
}

extension SetupState {
    /// Ends typing without taking anything.
    mutating func closeEntry() {
        entry = nil
        completions = []
    }
}
