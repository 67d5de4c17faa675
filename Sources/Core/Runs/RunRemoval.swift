import Platform

/// Deletes a run, with all that it has made.
package enum RunRemoval {
    /// - Throws: `ResumeError.beingTrained` where a process has it in hand, `.noRun` where the folder is no run's, `.file` where the system refuses.
    package static func remove(_ folder: String) throws(ResumeError) {
        guard ["run.json", "metrics.jsonl", "resume.safetensors"].contains(where: { Disk.exists(folder + "/" + $0) }) else {
            throw .noRun(name: folder, runsFolder: folder)
        }
        // Held during the removal, so that no other process resumes the run meanwhile.
        let run = try RunFolder(existing: folder, files: Disk())
        do throws(FileError) { try run.remove() } catch { throw .file(error) }
    }
}
