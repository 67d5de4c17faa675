import FaceData
import Platform
import Core
import Synchronization

/// What Inspect wants done outside.
enum InspectEffect: Sendable, Equatable {
    /// Opens network and faces; ends what was begun before.
    case open(InspectionTarget, isBusy: Bool, request: Int)
    /// Asks about one face, perhaps with a box of one's own.
    case look(face: Int, theta: Theta?, request: Int)
    /// Covers one face piece by piece.
    case cover(face: Int, request: Int)
    /// Covers all recognised faces, for the classes' means.
    case average(request: Int)
    case cancelAverage
    /// Ends everything, and lets network and faces go.
    case close
}

/// What Inspect's work in the background found.
enum InspectAnswer: Sendable {
    case opening(InspectionProgress, request: Int)
    case opened(Result<Inspection, InspectionError>, request: Int)
    case looked(ForwardTrace, request: Int)
    case covering(done: Int, all: Int, request: Int)
    case covered(Saliency, request: Int)
    case averaging([ClassSaliency], done: Int, all: Int, request: Int)
}

/// Does Inspect's work: one opened network, asked from threads of their own.
final class InspectRunner: Sendable {
    private let mailbox: Mailbox
    private let inspector = Mutex<FaceInspector?>(nil)
    private let openings = LatestOnly()
    private let looks = LatestOnly()
    private let averages = LatestOnly()
    /// One look after the other, so that a held key does not start a thread each time.
    private let lookThread = SerialThread()

    /// Seconds between two pictures of the classes' means.
    private static let averageInterval = 0.3

    init(mailbox: Mailbox) { self.mailbox = mailbox }

    /// Begins; what is found comes as an answer.
    func run(_ effect: InspectEffect) {
        switch effect {
        case .open(let target, let isBusy, let request): open(target, threads: isBusy ? 1 : min(256, ProcessorCount.online), request)
        case .look(let face, let theta, let request):
            let isCancelled = looks.begin()
            guard let inspector = opened(holding: face) else { return }
            lookThread.run { [mailbox] in
                if !isCancelled() { mailbox.put(.inspect(.looked(inspector.look(at: face, imposing: theta), request: request))) }
            }
        case .cover(let face, let request):
            guard let inspector = opened(holding: face) else { return }
            detachThread { [mailbox] in
                let saliency = inspector.saliency(of: face) { mailbox.put(.inspect(.covering(done: $0, all: $1, request: request))) }
                mailbox.put(.inspect(.covered(saliency, request: request)))
            }
        case .average(let request): average(request)
        case .cancelAverage: averages.cancel()
        case .close: cancel()
        }
    }

    /// Ends everything; nothing of it needs to be waited for.
    func cancel() {
        for work in [openings, looks, averages] { work.cancel() }
        inspector.withLock { $0 = nil }
    }

    /// What is open now; nil where it does not hold such a face: the one that does has just been replaced.
    private func opened(holding face: Int) -> FaceInspector? {
        inspector.withLock { $0 }.flatMap { face < $0.inspection.count ? $0 : nil }
    }

    private func open(_ target: InspectionTarget, threads: Int, _ request: Int) {
        averages.cancel()
        let isCancelled = openings.begin()
        detachThread { [self] in
            let result = Result { () throws(InspectionError) in
                try FaceInspector(
                    target, threads: threads, progress: { [mailbox] in mailbox.put(.inspect(.opening($0, request: request))) },
                    isCancelled: isCancelled)
            }
            guard !isCancelled() else { return }
            if case .success(let opened) = result { inspector.withLock { $0 = opened } }
            mailbox.put(.inspect(.opened(result.map(\.inspection), request: request)))
        }
    }

    private func average(_ request: Int) {
        let isCancelled = averages.begin()
        guard let inspector = inspector.withLock({ $0 }) else { return }
        detachThread { [mailbox] in
            var last = ContinuousClock.now
            inspector.averageSaliency(
                progress: { classes, done, all in
                    guard done == all || done == 1 || (ContinuousClock.now - last).seconds >= Self.averageInterval else { return }
                    last = ContinuousClock.now
                    mailbox.put(.inspect(.averaging(classes, done: done, all: all, request: request)))
                }, isCancelled: isCancelled)
        }
    }
}
