import FaceData
import Platform
import Core

/// Looking at what a network makes of faces: its confusions, the faces behind them, one face closely.
struct InspectState: Sendable {
    /// What is on the screen.
    enum View: Sendable, Equatable { case matrix, faces, face, averages }

    /// What is drawn over the large face.
    enum Outline: Sendable, Equatable, CaseIterable { case box, grid, none }

    /// What stands beside the large face.
    enum Pane: Sendable, Equatable { case attention, drops, flips, features }

    /// What is looked at, and whence the person came.
    private(set) var target = InspectionTarget(checkpoint: "")
    private(set) var origin = AppState.Screen.data
    /// The number of the latest opening; answers to others are stale.
    private(set) var request = 0
    /// Whether an opening is under way.
    private(set) var isOpening = false
    /// How far it has come.
    var progress: InspectionProgress?
    /// Why nothing could be opened.
    private(set) var failure: String?
    /// What was opened; the old one stays in sight while another is.
    private(set) var inspection: Inspection?

    /// What is on the screen.
    var view = View.matrix
    /// The cell under the cursor: true and predicted class.
    private(set) var cell = (row: 0, column: 0)
    /// Whether cells are shares of their row and not counts.
    var showsShares = false
    /// Which faces are in sight.
    private(set) var filter = FaceFilter()
    /// How many faces of each true class were taken for which.
    private(set) var confusion: [[Int]] = []
    /// The faces in sight, the worst first.
    private(set) var list: [Int] = []
    /// The place in the list.
    private(set) var position = 0

    /// The first faces of the cell under the cursor, the worst first.
    private(set) var cellFaces: [Int] = []
    /// As many of them are kept as a screen shows beside the matrix.
    private static let cellFaceLimit = 24

    /// How one face is looked at.
    var close = FaceCloseUp()
    /// The classes' mean saliency.
    var averages = AverageState()

    /// The face under the cursor; nil where none is in sight.
    var faceIndex: Int? { list.indices.contains(position) ? list[position] : nil }

    /// Who gets the next key.
    var context: Context {
        guard inspection != nil else { return .opening }
        switch view {
        case .matrix: return .matrix
        case .faces: return .faceList
        case .face: return close.trial == nil ? .closeUp : .whatIf
        case .averages: return .averages
        }
    }

    /// Whether there is anything whose class is known.
    var hasLabels: Bool { inspection.map { !$0.labels.isEmpty } ?? false }

    /// Begins to open `target`.
    ///
    /// - Parameter keepsView: whether what was looked at stays in sight meanwhile, and is gone back to.
    mutating func begin(_ target: InspectionTarget, from origin: AppState.Screen, request: Int, keepsView: Bool) {
        if !keepsView { self = InspectState() }
        self.target = target
        self.origin = origin
        self.request = request
        isOpening = true
        progress = nil
        failure = nil
    }

    /// Takes what was opened.
    mutating func finish(_ outcome: Result<Inspection, InspectionError>) {
        isOpening = false
        progress = nil
        switch outcome {
        case .failure(let error): failure = error.description
        case .success(let inspection):
            let old = self.inspection
            self.inspection = inspection
            averages = AverageState()
            if old?.classNames != inspection.classNames { (filter, cell) = (FaceFilter(), (0, 0)) }
            if old == nil || view == .averages || inspection.labels.isEmpty { view = inspection.labels.isEmpty ? .faces : .matrix }
            let face = faceIndex
            sift()
            // The same face of the same faces, seen by another checkpoint.
            if let face, old?.faces.labels == inspection.faces.labels, let place = list.firstIndex(of: face) { position = place }
            if view == .face, list.isEmpty { view = .faces }
            // The first thing to look at is what is wrong most often.
            if old == nil, let worst = Self.largestConfusion(confusion) { moveCell(rows: worst.row - cell.row, columns: worst.column - cell.column) }
        }
    }

    /// The cell beside the diagonal with the most faces; nil where nothing is wrong.
    private static func largestConfusion(_ counts: [[Int]]) -> (row: Int, column: Int)? {
        var best: (row: Int, column: Int)?
        for row in counts.indices {
            for column in counts.indices where row != column && counts[row][column] > (best.map { counts[$0.row][$0.column] } ?? 0) {
                best = (row, column)
            }
        }
        return best
    }

    /// Changes the filter, and what is in sight with it.
    mutating func refine(_ change: (inout FaceFilter) -> Void) {
        change(&filter)
        sift()
    }

    private mutating func sift() {
        guard let inspection else { return }
        confusion = filter.confusion(of: inspection)
        peek()
        list = filter.faces(of: inspection)
        position = 0
        close.forget()
    }

    /// Moves the matrix's cursor, which stays inside.
    mutating func moveCell(rows: Int, columns: Int) {
        let last = max(0, (inspection?.classNames.count ?? 1) - 1)
        cell = (min(max(cell.row + rows, 0), last), min(max(cell.column + columns, 0), last))
        peek()
    }

    /// Looks at what is under the matrix's cursor.
    private mutating func peek() {
        guard let inspection else { return }
        var filter = filter
        (filter.truth, filter.said) = (cell.row, cell.column)
        cellFaces = inspection.labels.isEmpty ? [] : Array(filter.faces(of: inspection).prefix(Self.cellFaceLimit))
    }

    /// Moves through the faces in sight.
    mutating func movePosition(by distance: Int) {
        let target = min(max(position + distance, 0), max(0, list.count - 1))
        if target != position { close.forget() }
        position = target
    }

    /// The other checkpoint beside the one that is looked at: the last epoch's for the best one's, and back; nil where it is neither.
    var otherCheckpoint: String? {
        guard let path = inspection?.checkpoint ?? (target.checkpoint.isEmpty ? nil : target.checkpoint) else { return nil }
        for (name, other) in [("best.safetensors", "last.safetensors"), ("last.safetensors", "best.safetensors")] where path.hasSuffix(name) {
            return String(path.dropLast(name.count)) + other
        }
        return nil
    }
}

/// One face, closely.
struct FaceCloseUp: Sendable {
    /// What is drawn over it.
    var outline = InspectState.Outline.box
    /// What stands beside it.
    var pane = InspectState.Pane.attention
    /// What the network leaves of it, with a box of one's own perhaps; nil until it was asked.
    var look: ForwardTrace?
    /// The number of the latest question; answers to others are stale.
    var lookRequest = 0
    /// A box of one's own; nil: the network's.
    var trial: Theta?
    /// What the prediction hangs on; nil until it was asked.
    var saliency: Saliency?
    /// The number of the covering that is under way; nil: none.
    var coverRequest: Int?
    /// The share of it that is done, 0...1.
    var covered = 0.0
    /// Planes of features that are scrolled past.
    var featuresPast = 0

    /// Forgets what belongs to the face that is left.
    mutating func forget() {
        (look, trial, saliency, coverRequest, covered) = (nil, nil, nil, nil, 0)
        if pane == .drops || pane == .flips { pane = .attention }
    }
}

/// The classes' mean saliency, which grows while it is looked at.
struct AverageState: Sendable {
    /// The number of the work that is under way or done; 0: none was asked for.
    var request = 0
    /// By class.
    var classes: [ClassSaliency] = []
    /// Faces covered.
    var done = 0
    /// Faces to cover.
    var all = 0
    /// Classes that are scrolled past.
    var past = 0
}
