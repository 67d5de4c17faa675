import Platform

extension Dataset {
    /// With at most `limit` training faces, drawn by class and seed.
    package func limited(to limit: Int?, seed: UInt64) -> Dataset {
        guard let limit, limit < training.count else { return self }
        var random = RandomBits(seed: seed, .subset)
        let chosen = StratifiedDraw.indices(count: limit, labels: training.labels, classCount: training.classNames.count, random: &random)
        var origins = origins
        if !origins.training.isEmpty { origins.training = chosen.map { origins.training[$0] } }
        return Dataset(
            training: training.subset(chosen), validation: validation, test: test, testLabels: testLabels, origins: origins, rule: rule, split: split,
            layout: layout, location: location, skipped: skipped, notes: notes)
    }
}
