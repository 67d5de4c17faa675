import FaceData
import Platform
import Core

extension AppState {
    /// So far a key moves the box, in half widths of the face.
    private static let shiftStep: Float = 0.05
    /// So much larger a key makes the box.
    private static let scaleStep: Float = 1.05
    /// So far a key turns the box, in degrees.
    private static let turnStep: Float = 5

    /// What the keys do with one large face.
    mutating func performInCloseUp(_ command: Command) -> [Effect] {
        switch command {
        case .previousFace: return moveFace(by: -1)
        case .nextFace: return moveFace(by: 1)
        case .pageUp: return moveFace(by: -10)
        case .pageDown: return moveFace(by: 10)
        case .first: return moveFace(by: -.max / 2)
        case .last: return moveFace(by: .max / 2)
        case .outline: inspect.close.outline = inspect.close.outline.next
        case .cover: return turnSaliency()
        case .features:
            inspect.close.pane = inspect.close.pane == .features ? .attention : .features
            return inspect.close.look == nil ? look() : []
        case .up: inspect.close.featuresPast = max(0, inspect.close.featuresPast - 1)
        case .down:
            let last = (inspect.close.look?.before.channels ?? 1) - 1
            inspect.close.featuresPast = min(last, inspect.close.featuresPast + 1)
        case .whatIf, .ownBox: return tryOwnBox()
        default: return performInWhatIf(command)
        }
        return []
    }

    /// Asks the network about the face in sight, with the box in use.
    mutating func look() -> [Effect] {
        guard let index = inspect.faceIndex else { return [] }
        inspect.close.lookRequest = nextRequest()
        return [.inspect(.look(face: index, theta: inspect.close.trial, request: inspect.close.lookRequest))]
    }

    private mutating func performInWhatIf(_ command: Command) -> [Effect] {
        guard let box = inspect.close.trial else { return [] }
        let moved: Theta
        switch command {
        case .boxLeft: moved = box.moved(x: -Self.shiftStep, y: 0)
        case .boxRight: moved = box.moved(x: Self.shiftStep, y: 0)
        case .boxUp: moved = box.moved(x: 0, y: -Self.shiftStep)
        case .boxDown: moved = box.moved(x: 0, y: Self.shiftStep)
        case .boxLarger: moved = box.scaled(by: Self.scaleStep)
        case .boxSmaller: moved = box.scaled(by: 1 / Self.scaleStep)
        case .boxClockwise: moved = box.turned(byDegrees: Self.turnStep)
        case .boxAgainstClock: moved = box.turned(byDegrees: -Self.turnStep)
        default: return []
        }
        inspect.close.trial = moved
        return look()
    }

    /// Takes the network's box as one's own, to be moved from there.
    private mutating func tryOwnBox() -> [Effect] {
        guard let index = inspect.faceIndex, let own = inspect.inspection?.predictions[index].theta else { return [] }
        inspect.close.trial = own
        inspect.close.pane = .attention
        return look()
    }

    private mutating func moveFace(by distance: Int) -> [Effect] {
        let before = inspect.faceIndex
        inspect.movePosition(by: distance)
        return inspect.faceIndex == before ? [] : look()
    }

    /// Where the class's probability falls, then where the prediction flips, then attention again.
    private mutating func turnSaliency() -> [Effect] {
        switch inspect.close.pane {
        case .attention, .features: inspect.close.pane = .drops
        case .drops: inspect.close.pane = .flips
        case .flips: inspect.close.pane = .attention
        }
        guard inspect.close.saliency == nil, inspect.close.coverRequest == nil, let index = inspect.faceIndex else { return [] }
        let request = nextRequest()
        inspect.close.coverRequest = request
        return [.inspect(.cover(face: index, request: request))]
    }
}
