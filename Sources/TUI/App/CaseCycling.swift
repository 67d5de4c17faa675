extension CaseIterable where Self: Equatable {
    /// The case after this one; after the last the first.
    var next: Self {
        let all = Array(Self.allCases)
        let index = all.firstIndex(of: self).map { ($0 + 1) % all.count } ?? 0
        return all[index]
    }
}
