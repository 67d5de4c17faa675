import Platform

/// How a person wants faces to be split into those that train, validate and test.
package struct SplitRequest: Sendable, Codable, Equatable {
    /// By what they are split.
    package enum Rule: String, Sendable, Codable, CaseIterable {
        /// By what the data say; where they say nothing, by subject where subjects are known, else by class and chance.
        case auto
        /// FER2013's training rows as Kaggle's train.csv has them, the first 3,589 of which validate in the TensorFlow implementation.
        case kaggle
        /// As the paper split the data sets that it tells of.
        case paper
        /// By subject, none of whom stands on two sides.
        case subject
        /// By class and chance.
        case random
    }

    /// By what they are split; a manifest goes before it.
    package var rule = Rule.auto
    /// The manifest of a run whose split is to be repeated; nil: none.
    package var manifest: String?
    /// The share of the faces that validate where a split is drawn, 0...0.9.
    package var validationFraction = 0.1
    /// The share of the faces that are kept aside where a split is drawn, 0...0.9.
    package var testFraction = 0.0
    /// Draws the split; nil: the run's seed.
    package var seed: UInt64?
    /// Parts of equal size that validate by turns, 2...100; fewer: none.
    package var folds = 0
    /// Which of them validates, from 1.
    package var fold = 1

    /// What the data say.
    package init() {}

    /// With the manifest's path from the root on.
    package var absolute: SplitRequest {
        var copy = self
        copy.manifest = manifest.map { Disk.absolute(Disk.withHome($0)) }
        return copy
    }

    /// `auto`, `kaggle`, `paper`, `subject`, `random`, or the path of a manifest.
    package var text: String {
        get { manifest ?? rule.rawValue }
        set {
            if let rule = Rule(rawValue: newValue) {
                (self.rule, manifest) = (rule, nil)
            } else {
                (rule, manifest) = (.auto, newValue)
            }
        }
    }
}

extension SplitRequest {
    /// Reads what `encode` writes; what is missing is as it was before there was a choice.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        rule = try values.decodeIfPresent(Rule.self, forKey: .rule) ?? rule
        manifest = try values.decodeIfPresent(String.self, forKey: .manifest)
        validationFraction = try values.decodeIfPresent(Double.self, forKey: .validationFraction) ?? validationFraction
        testFraction = try values.decodeIfPresent(Double.self, forKey: .testFraction) ?? testFraction
        seed = try values.decodeIfPresent(UInt64.self, forKey: .seed)
        folds = try values.decodeIfPresent(Int.self, forKey: .folds) ?? folds
        fold = try values.decodeIfPresent(Int.self, forKey: .fold) ?? fold
    }
}
