import Platform

/// Draws which faces train, validate and test: a function of labels, subjects and seed alone.
package struct SplitDraw {
    /// What becomes of a face.
    package enum Part: Sendable, Equatable { case training, validation, test }

    /// Why faces cannot be drawn so.
    struct Refusal: Error, Equatable {
        package let reason: String
    }

    let labels: [UInt8]
    let classCount: Int
    /// By face; nil where they are not known.
    let subjects: [String]?
    private var random: RandomBits

    package init(labels: [UInt8], classCount: Int, subjects: [String]?, seed: UInt64) {
        precondition(subjects.map { $0.count == labels.count } ?? true, "a subject a face")
        (self.labels, self.classCount, self.subjects) = (labels, classCount, subjects)
        random = RandomBits(seed: seed, .split)
    }

    /// Every class keeps its share in each part.
    mutating func byClass(validation: Double, test: Double) -> [Part] {
        byClass(validation: Self.count(of: labels.count, validation), test: Self.count(of: labels.count, test))
    }

    /// As above with numbers of faces.
    mutating func byClass(validation: Int, test: Int) -> [Part] {
        var parts = [Part](repeating: .training, count: labels.count)
        draw(test, as: .test, into: &parts)
        draw(validation, as: .validation, into: &parts)
        return parts
    }

    /// So many test faces of every class, where a class is smaller at most `share` of it; then validation with every class's share of the others.
    ///
    /// - Parameter validation: the share of what the test part leaves.
    mutating func testing(perClass: Int, atMost share: Double, validation: Double) -> [Part] {
        var parts = [Part](repeating: .training, count: labels.count)
        for label in 0..<classCount {
            let members = labels.indices.filter { Int(labels[$0]) == label }
            let count = min(perClass, Int(Double(members.count) * share))
            for place in random.permutation(members.count).prefix(count) { parts[members[place]] = .test }
        }
        draw(Self.count(of: parts.count { $0 == .training }, validation), as: .validation, into: &parts)
        return parts
    }

    /// Whole subjects validate and test, none of whom trains; as near to the shares as whole subjects come.
    mutating func bySubject(validation: Double, test: Double) throws(Refusal) -> [Part] {
        let order = try shuffledSubjects(atLeast: 1 + (validation > 0 ? 1 : 0) + (test > 0 ? 1 : 0))
        var part: [String: Part] = [:]
        for (share, side) in [(test, Part.test), (validation, .validation)] where share > 0 {
            let wanted = Double(labels.count) * share
            var taken = 0.0
            let free = order.filter { part[$0.name] == nil }
            // What is drawn later needs a subject of its own, and training too.
            let most = free.count - (side == .test && validation > 0 ? 2 : 1)
            var count = 0
            for subject in free where count < most && abs(taken + Double(subject.size) - wanted) < abs(taken - wanted) {
                part[subject.name] = side
                taken += Double(subject.size)
                count += 1
            }
            if count == 0, let smallest = free.min(by: { $0.size < $1.size }) { part[smallest.name] = side }
        }
        return (subjects ?? []).map { part[$0] ?? .training }
    }

    /// Of `folds` parts of equal size the one that validates, by turns; test faces are drawn before.
    mutating func fold(_ fold: Int, of folds: Int, test: Double, bySubject: Bool) throws(Refusal) -> [Part] {
        var parts = [Part](repeating: .training, count: labels.count)
        if bySubject {
            if test > 0 { parts = try self.bySubject(validation: 0, test: test) }
            let aside = Set(zip(subjects ?? [], parts).filter { $1 == .test }.map(\.0))
            let order = try shuffledSubjects(atLeast: folds + aside.count).filter { !aside.contains($0.name) }
            var sizes = [Int](repeating: 0, count: folds)
            var home: [String: Int] = [:]
            // The largest first, each to the smallest fold: sizes come out even. Sorting keeps the drawn order of equals.
            for (_, subject) in order.enumerated().sorted(by: { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }) {
                let smallest = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
                home[subject.name] = smallest
                sizes[smallest] += subject.size
            }
            for (index, subject) in (subjects ?? []).enumerated() where home[subject] == fold - 1 { parts[index] = .validation }
            return parts
        }
        draw(Self.count(of: labels.count, test), as: .test, into: &parts)
        let free = parts.indices.filter { parts[$0] == .training }
        guard free.count >= folds else { throw Refusal(reason: "\(folds) folds of \(free.count) faces") }
        var turn = 0
        for label in 0..<classCount {
            let members = free.filter { Int(labels[$0]) == label }
            for place in random.permutation(members.count) {
                if turn % folds == fold - 1 { parts[members[place]] = .validation }
                turn += 1
            }
        }
        return parts
    }

    /// A share in whole faces: at least one where any is wanted.
    private static func count(of faces: Int, _ share: Double) -> Int { share > 0 ? max(1, Int((Double(faces) * share).rounded())) : 0 }

    /// Takes `count` of the faces that still train, class by class.
    private mutating func draw(_ count: Int, as part: Part, into parts: inout [Part]) {
        guard count > 0 else { return }
        let free = parts.indices.filter { parts[$0] == .training }
        for place in StratifiedDraw.indices(count: count, labels: free.map { labels[$0] }, classCount: classCount, random: &random) {
            parts[free[place]] = part
        }
    }

    /// All subjects with their faces' number, in an order by chance.
    private mutating func shuffledSubjects(atLeast count: Int) throws(Refusal) -> [(name: String, size: Int)] {
        guard let subjects else {
            throw Refusal(reason: "nothing tells whose faces they are, so they cannot be split by subject; --split random can")
        }
        var sizes: [String: Int] = [:]
        for subject in subjects { sizes[subject, default: 0] += 1 }
        guard sizes.count >= count else {
            throw Refusal(reason: "the faces are of \(sizes.count) \(sizes.count == 1 ? "subject" : "subjects"), but this split needs \(count)")
        }
        let names = sizes.keys.sorted()
        return random.permutation(names.count).map { (names[$0], sizes[names[$0]] ?? 0) }
    }
}
