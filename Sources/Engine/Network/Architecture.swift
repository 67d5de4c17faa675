import FaceData

/// What a network is before any number in it: from this follow its parameters, its memory and the order of its layers.
///
/// Source: docs/NETWORKS.md; arXiv 1902.01019, figure 2.
package struct Architecture: Sendable, Equatable {
    /// Which of the two.
    package var kind: NetworkKind
    /// How the spatial transformer reads.
    package var sampler: Sampler
    /// After which convolutions batches are normalised.
    package var normalisation: Normalisation
    /// Channels of conv1...conv4.
    package var width: Int
    /// Logits.
    package var classCount: Int

    /// The published width.
    package static let publishedWidth = 10

    package init(_ kind: NetworkKind, sampler: Sampler, normalisation: Normalisation, width: Int = publishedWidth, classCount: Int) {
        self.kind = kind
        self.sampler = sampler
        self.normalisation = normalisation
        self.width = width
        self.classCount = classCount
    }

    /// With the published network's own normalisation.
    package init(_ kind: NetworkKind, sampler: Sampler, width: Int = publishedWidth, classCount: Int) {
        self.init(kind, sampler: sampler, normalisation: kind.ownNormalisation, width: width, classCount: classCount)
    }

    /// How its layers differ from the published network's, in a few words; nil where they do not.
    ///
    /// The sampler has no parameters and is a choice of its own: it makes no other network.
    package var variation: String? {
        var parts: [String] = []
        if width != Self.publishedWidth { parts.append("width \(width)") }
        if normalisation != kind.ownNormalisation {
            switch normalisation {
            case .none: parts.append("no batch norm")
            case .conv4: parts.append("batch norm after conv4")
            case .all: parts.append("batch norm after every convolution")
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// The network in words: `paper`, or `series (width 32)`.
    package var name: String { kind.rawValue + (variation.map { " (\($0))" } ?? "") }

    /// A convolution with what follows it: batch norm perhaps, pooling perhaps, ReLU.
    package struct Convolution: Sendable, Equatable {
        /// In the state_dict.
        package let name: String
        package let inputs: Int
        package let outputs: Int
        package let kernelSize: Int
        /// Zeros on each side of the input.
        let padding: Int
        /// Side of the pooling windows; 1: none.
        let poolSize: Int
        /// Height and width of the input.
        let inputSide: Int
        /// Whether the input needs a gradient: not where it is the face itself.
        package let needsInputGradient: Bool
        /// The batch norm's name in the state_dict; nil: none.
        let normalisation: String?

        /// What a kernel must know of it.
        var sizes: ConvolutionShape {
            ConvolutionShape(inputs: inputs, outputs: outputs, kernelSize: kernelSize, padding: padding, inputSide: inputSide)
        }
        /// Height and width before pooling.
        package var convolvedSide: Int { sizes.convolvedSide }
        /// Height and width in the end; a rest that fills no window is left out.
        package var outputSide: Int { convolvedSide / poolSize }
        /// Numbers in the end.
        var outputCount: Int { outputs * outputSide * outputSide }
    }

    /// The localisation's two convolutions.
    var localisation: [Convolution] {
        let isPaper = kind == .paper
        func layer(_ index: Int, _ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ side: Int) -> Convolution {
            Convolution(
                name: "localization.\(index)", inputs: inputs, outputs: outputs, kernelSize: isPaper ? 3 : kernelSize, padding: isPaper ? 1 : 0,
                poolSize: isPaper ? 4 : 2, inputSide: side, needsInputGradient: index > 0,
                normalisation: normalisation == .all ? "localization_norm.\(index)" : nil)
        }
        let first = layer(0, 1, 8, 7, FaceSet.side)
        return [first, layer(3, 8, 10, 5, first.outputSide)]
    }

    /// The feature extractor's four.
    package var features: [Convolution] {
        var side = FaceSet.side
        return (1...4).map { number in
            let isNormalised = normalisation == .all || normalisation == .conv4 && number == 4
            let layer = Convolution(
                name: "conv\(number)", inputs: number == 1 ? 1 : width, outputs: width, kernelSize: 3, padding: 0, poolSize: number % 2 == 0 ? 2 : 1,
                inputSide: side, needsInputGradient: number > 1 || kind == .series,
                normalisation: isNormalised ? (number == 4 ? "norm" : "norm\(number)") : nil)
            side = layer.outputSide
            return layer
        }
    }

    /// All six, in the order in which a face meets them.
    package var convolutions: [Convolution] { localisation + features }
    /// Numbers of the last feature map.
    package var featureCount: Int { features[3].outputCount }

    /// What makes theta of the localisation's convolutions: hidden units, then theta itself.
    var transform: (hidden: Linear, theta: Linear) {
        let units = 32
        return (
            Linear("fc_loc.0", inputs: localisation[1].outputCount, outputs: units, isRectified: true),
            Linear("fc_loc.2", inputs: units, outputs: 6, givesTheta: true)
        )
    }

    /// What makes logits of the features: hidden units, then the logits themselves. L2 applies to both.
    var classifier: (hidden: Linear, logits: Linear) {
        let units = 50
        return (
            Linear("fc1", inputs: featureCount, outputs: units, isRectified: true, isRegularised: true),
            Linear("fc2", inputs: units, outputs: classCount, isRegularised: true)
        )
    }

    /// All layers with parameters, in the order of the flat array.
    var layers: [any LayerDescription] {
        features + localisation + [transform.hidden, transform.theta, classifier.hidden, classifier.logits]
    }
}
