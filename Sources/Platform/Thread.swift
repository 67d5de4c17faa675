/// Starts a joinable thread of its own, outside Swift's cooperative pool, with all signals blocked: they are the main thread's.
///
/// - Throws: `ThreadError.refused`; nothing is begun then.
package func spawnThread(_ body: @escaping @Sendable () -> Void) throws(ThreadError) -> pthread_t {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 4 << 20)
    defer { pthread_attr_destroy(&attributes) }

    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

    let box = Unmanaged.passRetained(Box(body)).toOpaque()
    #if canImport(Darwin)
        var thread: pthread_t?
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, box)
        guard status == 0, let thread else {
            Unmanaged<Box>.fromOpaque(box).release()
            throw .refused(code: status)
        }
        return thread
    #else
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, box)
        guard status == 0 else {
            Unmanaged<Box>.fromOpaque(box).release()
            throw .refused(code: status)
        }
        return thread
    #endif
}

/// Starts a detached thread. Where the system refuses one, `body` runs on the calling thread before this returns.
package func detachThread(_ body: @escaping @Sendable () -> Void) {
    do throws(ThreadError) { pthread_detach(try spawnThread(body)) } catch { body() }
}

/// The system has no more threads to give: a limit of the user's, the container's, or memory.
package enum ThreadError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `code` is the system's.
    case refused(code: Int32)
    /// Of a pool's workers, the caller's own thread included.
    case tooFewWorkers(started: Int, wanted: Int, code: Int32)

    /// One sentence.
    package var description: String {
        switch self {
        case .refused(let code): "no thread could be started: \(String(cString: strerror(code)))"
        case .tooFewWorkers(let started, let wanted, let code):
            "only \(started) of \(wanted) worker threads could be started: \(String(cString: strerror(code))); ask for fewer with --threads"
        }
    }
}
