package import Platform

/// Draws faces so that every class keeps its share.
package enum StratifiedDraw {
    /// Indices of `count` faces out of `labels`, in their original order: each class gets its share, rounded so that the sum is `count`
    /// (largest remainders first, the lower class first among equals), and within a class chance decides.
    package static func indices(count: Int, labels: [UInt8], classCount: Int, random: inout RandomBits) -> [Int] {
        guard count < labels.count else { return Array(labels.indices) }
        var members = [[Int]](repeating: [], count: classCount)
        for (index, label) in labels.enumerated() { members[Int(label)].append(index) }
        var shares = members.map { $0.count * count / labels.count }
        let remainders = members.indices.sorted { (members[$1].count * count % labels.count, $0) < (members[$0].count * count % labels.count, $1) }
        for index in remainders.prefix(count - shares.reduce(0, +)) { shares[index] += 1 }
        var chosen: [Int] = []
        for (share, faces) in zip(shares, members) {
            let order = random.permutation(faces.count)
            chosen.append(contentsOf: order.prefix(share).map { faces[$0] })
        }
        return chosen.sorted()
    }
}
