package import FaceData

/// Which of a network's classes each class of some data is, by name.
package struct ClassMapping: Sendable, Equatable {
    /// By the data's class index: the network's; nil where the network has no such class.
    package let indices: [Int?]
    /// Classes of the data that the network does not know.
    package let unknown: [String]

    /// Maps `data` to `network`: names count whatever their case, and the usual other names of the seven emotions are the same emotion.
    ///
    /// - Parameter isAssumed: whether the network's names are a guess: then as many classes as the data has are the data's, in their order.
    package init(from data: [String], to network: [String], isAssumed: Bool = false) {
        if isAssumed, data.count == network.count {
            indices = data.indices.map { $0 }
        } else {
            func plain(_ name: String) -> String { ClassName.known(name) ?? name.lowercased() }
            let known = network.map(plain)
            indices = data.map { known.firstIndex(of: plain($0)) }
        }
        unknown = zip(data, indices).filter { $1 == nil }.map(\.0)
    }

    /// The faces whose class the network knows, and their classes there.
    package func known(_ faces: FaceSet) -> (positions: [Int], labels: [Int]) {
        let pairs = faces.labels.enumerated().compactMap { position, label in indices[Int(label)].map { (position, $0) } }
        return (pairs.map(\.0), pairs.map(\.1))
    }
}

extension TrainedNetwork {
    /// Which of its classes those of some data are.
    package func mapping(of names: [String]) -> ClassMapping { ClassMapping(from: names, to: classNames, isAssumed: assumesClasses) }

    /// The faces whose class it knows, and their classes there.
    ///
    /// - Throws: `EvaluationError.noSharedClass` where there is none.
    package func known(_ faces: FaceSet) throws(EvaluationError) -> (positions: [Int], labels: [Int]) {
        let known = mapping(of: faces.classNames).known(faces)
        guard !known.labels.isEmpty else { throw .noSharedClass(checkpoint: path, network: classNames, data: faces.classNames) }
        return known
    }
}
