@testable import FaceData
@testable import Platform
import Testing

@testable import Core
@testable import TUI

@Suite("Inspecting what a network makes of faces")
struct InspectTests {
    @Test("opening asks for one thing, answers to older requests are dropped, and Esc leads back")
    func opening() {
        var walk = Walk()
        let target = InspectionTarget(checkpoint: "runs/one", data: "demo")
        walk.effects = walk.state.openInspection(target)
        let request = walk.state.inspect.request
        #expect(walk.effects.contains(.inspect(.open(target, isBusy: false, request: request))))
        #expect(walk.state.context == .opening)
        walk.answer(.inspect(.opening(.asking(done: 10, all: 40), request: request - 1)))
        #expect(walk.state.inspect.progress == nil)
        walk.answer(.inspect(.opening(.asking(done: 10, all: 40), request: request)))
        #expect(walk.canvas().text.contains("10 of 40 faces"))
        walk.answer(.inspect(.opened(.failure(.noData(checkpoint: "runs/one")), request: request)))
        #expect(walk.canvas().text.contains("--data"))
        walk.press(.escape)
        #expect(walk.state.screen == .data)
        #expect(walk.effects.contains(.inspect(.close)))
        walk.answer(.inspect(.opened(.success(SyntheticInspection.labelled()), request: request)))
        #expect(walk.state.inspect.inspection == nil)
    }

    @Test("what the command line names is opened first")
    func first() {
        var state = AppState(configuration: RunConfiguration(), folder: "/data")
        state.inspectsFirst = InspectionTarget(checkpoint: "runs/one")
        let effects = reduce(&state, .opened)
        #expect(state.screen == .inspect)
        #expect(effects.contains(.inspect(.open(InspectionTarget(checkpoint: "runs/one"), isBusy: false, request: state.inspect.request))))
    }

    @Test("v on Train opens the run's best epoch on what validates, and Esc goes back to Train")
    func fromTrain() {
        var walk = Walk.inTrain()
        walk.press(.character("v"))
        let folder = SyntheticRun.snapshot().runFolder ?? ""
        #expect(walk.state.screen == .inspect)
        let target = InspectionTarget(checkpoint: folder + "/best.safetensors", split: .validation)
        #expect(walk.effects.contains(.inspect(.open(target, isBusy: true, request: walk.state.inspect.request))))
        walk.press(.escape)
        #expect(walk.state.screen == .train)
        var early = SyntheticRun.snapshot()
        early.savedEpoch = nil
        var waiting = Walk.inTrain(early)
        waiting.press(.character("v"))
        #expect(waiting.state.screen == .train)
    }

    @Test("the cursor begins on the largest confusion, moves, and Enter opens the cell's faces, the worst first")
    func cells() throws {
        var walk = Walk.inInspect()
        let inspection = try #require(walk.state.inspect.inspection)
        let (row, column) = walk.state.inspect.cell
        let counts = walk.state.inspect.confusion
        #expect(row != column)
        #expect(counts[row][column] == counts.indices.flatMap { row in counts.indices.filter { $0 != row }.map { counts[row][$0] } }.max())
        #expect(counts.reduce(0) { $0 + $1.reduce(0, +) } == inspection.count)
        walk.press(.home, .right, .right, .left, .down, .up, .up)
        #expect(walk.state.inspect.cell == (0, 1))
        walk.press(.end)
        #expect(walk.state.inspect.cell == (6, 6))
        walk.press(.enter)
        let faces = walk.state.inspect.list
        #expect(!faces.isEmpty && faces.allSatisfy { inspection.label($0) == 6 && inspection.predictions[$0].predicted == 6 })
        #expect(zip(faces, faces.dropFirst()).allSatisfy { inspection.trouble($0) >= inspection.trouble($1) })
        walk.press(.escape)
        #expect(walk.state.inspect.view == .matrix && walk.state.inspect.cell == (6, 6) && walk.state.inspect.list.count == inspection.count)
    }

    @Test("filters narrow down matrix and list")
    func filters() throws {
        var walk = Walk.inInspect()
        let inspection = try #require(walk.state.inspect.inspection)
        walk.press(.character("r"))
        #expect(walk.state.inspect.confusion.indices.allSatisfy { walk.state.inspect.confusion[$0][$0] == 0 })
        walk.press(.character("a"))
        #expect(walk.state.inspect.list.allSatisfy { inspection.isRight($0) == false })
        walk.press(.character("r"))
        #expect(walk.state.inspect.list.allSatisfy { inspection.isRight($0) == true })
        walk.press(.character("r"), .character("c"))
        #expect(walk.state.inspect.list.allSatisfy { inspection.predictions[$0].confidence < 0.4 })
        #expect(walk.canvas().text.contains("only confidence 0-40 %"))
        for _ in 1..<FaceFilter.bands.count { walk.press(.character("c")) }
        #expect(walk.state.inspect.list.count == inspection.count)
        walk.press(.character("y"), .character("y"), .character("u"))
        #expect(walk.state.inspect.filter.truth == 1 && walk.state.inspect.filter.said == 0)
        #expect(walk.state.inspect.list.isEmpty)
        #expect(walk.canvas().text.contains("no face is like that"))
        walk.press(.enter, .down, .right)
        #expect(walk.state.inspect.view == .faces)
    }

    @Test("every face is in exactly one range of confidence")
    func bands() {
        let inspection = SyntheticInspection.labelled(210)
        for index in 0..<inspection.count {
            let taking = FaceFilter.bands.indices.dropFirst().filter { FaceFilter(band: $0).takes(index, of: inspection) }
            #expect(taking.count == 1)
        }
    }

    @Test("split and checkpoint open anew without leaving the view")
    func reopening() {
        var walk = Walk.inCloseUp()
        let face = walk.state.inspect.faceIndex
        walk.press(.character("e"))
        guard case .inspect(.open(let target, _, let request))? = walk.effects.last else {
            Issue.record("nothing is opened")
            return
        }
        #expect(target.checkpoint.hasSuffix("/last.safetensors"))
        #expect(walk.state.context == .closeUp)
        walk.answer(.inspect(.opened(.success(SyntheticInspection.labelled()), request: request)))
        #expect(walk.state.inspect.view == .face && walk.state.inspect.faceIndex == face)
        #expect(walk.effects == [.inspect(.look(face: face ?? -1, theta: nil, request: walk.state.inspect.close.lookRequest))])
        walk.press(.character("s"))
        guard case .inspect(.open(let other, _, _))? = walk.effects.last else {
            Issue.record("nothing is opened")
            return
        }
        #expect(other.split == .train)
    }

    @Test("keys step through faces without leaving the large view, and each is asked about")
    func stepping() throws {
        var walk = Walk.inCloseUp()
        let list = walk.state.inspect.list
        walk.press(.right)
        #expect(walk.state.inspect.faceIndex == list[1])
        #expect(walk.effects == [.inspect(.look(face: list[1], theta: nil, request: walk.state.inspect.close.lookRequest))])
        walk.press(.left, .left)
        #expect(walk.state.inspect.faceIndex == list[0] && walk.effects.isEmpty)
        walk.press(.end)
        #expect(walk.state.inspect.faceIndex == list.last)
        walk.press(.escape)
        #expect(walk.state.inspect.view == .faces)
    }

    @Test("what if: keys move, scale and turn the box, each asks the network, r takes its own again, Esc ends it")
    func whatIf() throws {
        var walk = Walk.inCloseUp()
        let index = try #require(walk.state.inspect.faceIndex)
        let own = try #require(walk.state.inspect.inspection?.predictions[index].theta)
        walk.press(.character("w"))
        #expect(walk.state.context == .whatIf)
        walk.press(.left, .up, .character("+"), .character("."))
        let box = try #require(walk.state.inspect.close.trial)
        #expect(box == own.moved(x: -0.05, y: 0).moved(x: 0, y: -0.05).scaled(by: 1.05).turned(byDegrees: 5))
        #expect(walk.effects == [.inspect(.look(face: index, theta: box, request: walk.state.inspect.close.lookRequest))])
        walk.hearLook()
        #expect(walk.canvas().text.contains("with this box"))
        walk.press(.character("-"), .character(","), .down, .right, .character("r"))
        #expect(walk.state.inspect.close.trial == own)
        walk.press(.escape)
        #expect(walk.state.context == .closeUp && walk.state.inspect.close.trial == nil)
        #expect(walk.effects == [.inspect(.look(face: index, theta: nil, request: walk.state.inspect.close.lookRequest))])
    }

    @Test("occlusion is computed once, on demand, and dropped with the face")
    func occlusion() throws {
        var walk = Walk.inCloseUp()
        let index = try #require(walk.state.inspect.faceIndex)
        walk.press(.character("o"))
        let request = try #require(walk.state.inspect.close.coverRequest)
        #expect(walk.effects == [.inspect(.cover(face: index, request: request))])
        walk.answer(.inspect(.covering(done: 100, all: 400, request: request)))
        #expect(walk.canvas().text.contains("covering it") && walk.state.inspect.close.covered == 0.25)
        walk.press(.character("o"), .character("o"), .character("o"))
        #expect(walk.effects.isEmpty)
        let saliency = SyntheticInspection.saliency(try #require(walk.state.inspect.inspection), index)
        walk.answer(.inspect(.covered(saliency, request: request)))
        #expect(walk.canvas().text.contains("37 of 400 squares"))
        walk.press(.right)
        #expect(walk.state.inspect.close.saliency == nil)
        walk.answer(.inspect(.covered(saliency, request: request)))
        #expect(walk.state.inspect.close.saliency == nil)
    }

    @Test("the classes' means grow in sight, and Esc ends the work")
    func averages() throws {
        var walk = Walk.inInspect()
        walk.press(.character("A"))
        let request = walk.state.inspect.averages.request
        #expect(walk.effects == [.inspect(.average(request: request))])
        let inspection = try #require(walk.state.inspect.inspection)
        var classes = inspection.classNames.map { _ in ClassSaliency() }
        let index = try #require((0..<inspection.count).first { inspection.isRight($0) == true })
        classes[inspection.labels[index]].add(SyntheticInspection.saliency(inspection, index), face: inspection.faces.face(index))
        walk.answer(.inspect(.averaging(classes, done: 1, all: 9, request: request)))
        #expect(walk.canvas().text.contains("1 of 9 faces covered"))
        #expect(walk.canvas().text.contains("\(inspection.classNames[inspection.labels[index]]): 1"))
        for face in 0..<7 where classes[inspection.labels[face]].recognised == 0 {
            classes[inspection.labels[face]].add(SyntheticInspection.saliency(inspection, face), face: inspection.faces.face(face))
        }
        walk.answer(.inspect(.averaging(classes, done: 7, all: 9, request: request)))
        #expect(walk.canvas().text.contains("classes 1-4 of 7, up and down show others"))
        walk.press(.down)
        #expect(walk.canvas().text.contains("classes 3-6 of 7"))
        walk.press(.end)
        #expect(walk.canvas().text.contains("classes 5-7 of 7"))
        walk.press(.escape)
        #expect(walk.effects == [.inspect(.cancelAverage)])
        #expect(walk.state.inspect.view == .matrix)
    }

    @Test("images without classes open as a list, have no matrix, and no feature maps where the face itself is warped")
    func images() {
        var walk = Walk.inInspect(SyntheticInspection.images())
        #expect(walk.state.inspect.view == .faces)
        #expect(walk.state.notice?.contains("no image") == true)
        walk.press(.character("r"), .character("s"), .character("y"))
        #expect(walk.state.inspect.list.count == 3 && walk.effects.isEmpty)
        walk.press(.enter, .character("f"))
        #expect(walk.state.inspect.close.pane == .attention)
        #expect(walk.canvas().text.contains("true unknown"))
        walk.press(.escape, .escape)
        #expect(walk.state.screen == .data)
    }

    /// On Inspect, from Train, with faces of the run that trains.
    private static func inOwnRun(split: EvaluationData.Split = .validation, _ snapshot: TrainingSnapshot = SyntheticRun.snapshot()) -> Walk {
        var walk = Walk.inTrain(snapshot)
        walk.press(.character("v"))
        let own = SyntheticInspection.labelled(checkpoint: Disk.absolute((snapshot.runFolder ?? "") + "/best.safetensors"), split: split)
        walk.answer(.inspect(.opened(.success(own), request: walk.state.inspect.request)))
        walk.press(.character("a"))
        return walk
    }

    @Test("p pins the face under the cursor to the run on Train, and lets it go again")
    func pinning() throws {
        var walk = Self.inOwnRun()
        let position = try #require(walk.state.inspect.faceIndex)
        walk.press(.character("p"))
        #expect(walk.effects == [.pin(position, true)])
        #expect(walk.state.notice == "pinned; Train shows it from the next validation on")
        var snapshot = SyntheticRun.snapshot()
        snapshot.followed[0] = FollowedFace(index: position, pixels: SyntheticRun.face(1), label: 1)
        snapshot.followed[0].isPinned = true
        walk.hear(snapshot)
        #expect(walk.canvas().text.contains("pinned: original") && walk.canvas().text.contains("p let go"))
        walk.press(.enter)
        #expect(walk.canvas().text.contains("· pinned"))
        walk.press(.character("p"))
        #expect(walk.effects == [.pin(position, false)] && walk.state.notice == "let go")
    }

    @Test("where a face cannot be pinned it is said why")
    func refusedPins() {
        func refusal(_ walk: Walk) -> String? {
            var walk = walk
            walk.press(.character("p"))
            #expect(walk.effects.isEmpty)
            return walk.state.notice
        }
        var ended = SyntheticRun.snapshot()
        ended.phase = .ended(.finished(bestEpoch: 1, bestValidationAccuracy: 0.5, checkpoint: "runs/a/best.safetensors"))
        #expect(refusal(Self.inOwnRun(ended)) == "no run trains that could follow the face")
        var elsewhere = Walk.inInspect()
        elsewhere.press(.character("a"))
        #expect(refusal(elsewhere) == "no run trains that could follow the face")
        #expect(refusal(Self.inOwnRun(split: .train)) == "only validation faces can be pinned; s goes through the parts")
        var other = Walk.inTrain()
        other.press(.character("v"))
        other.answer(.inspect(.opened(.success(SyntheticInspection.labelled()), request: other.state.inspect.request)))
        other.press(.character("a"))
        #expect(refusal(other) == "another run trains; only its own faces can be pinned")
        var images = Walk.inTrain()
        images.effects = images.state.openInspection(InspectionTarget(checkpoint: "one", data: "pictures"))
        images.answer(.inspect(.opened(.success(SyntheticInspection.images()), request: images.state.inspect.request)))
        #expect(refusal(images) == "only faces that the run was given can be pinned")
        var attached = Walk.inRuns()
        attached.press(.enter)
        attached.hear(SyntheticRun.snapshot())
        attached.press(.character("v"))
        attached.answer(.inspect(.opened(.success(SyntheticInspection.labelled()), request: attached.state.inspect.request)))
        attached.press(.character("a"))
        #expect(refusal(attached) == "only the process that trains the run can pin its faces")
    }

    @Test("up and down go by the rows that are in sight")
    func rows() {
        var walk = Walk.inInspect()
        walk.press(.character("a"), .down)
        #expect(walk.state.inspect.position == FacePairs.columns(width: 80, height: 24))
        walk.state.terminalSize = (200, 60)
        walk.press(.up, .down)
        #expect(walk.state.inspect.position == FacePairs.columns(width: 200, height: 60))
    }
}
