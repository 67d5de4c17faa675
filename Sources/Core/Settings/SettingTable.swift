import Engine
import FaceData
import Platform

/// The table from which the form, the command line and their help are made.
extension Setting {
    /// All fields in the form's order.
    package static let all: [Setting] = [
        Setting(
            id: .preset, group: .run, label: "preset",
            help: "Settings to start from. tuned is best for the published network, wide more accurate, baseline never changes. paper and pytorch "
                + "are those of the two programs; paper's collapse.",
            kind: .choice(Preset.allCases.map(\.rawValue))),
        Setting(
            id: .epochs, group: .run, label: "epochs",
            help: "Passes over the training faces. The schedules cosine and one-cycle stretch over all of them.",
            kind: .integer(1...100_000, step: 1)),
        Setting(
            id: .learningRate, group: .run, label: "learning rate",
            help: "The step size at the start, with one-cycle the highest. Too high collapses, too low crawls.",
            kind: .real(1e-8...10, step: 1e-8, logarithmic: true)),
        Setting(
            id: .batchSize, group: .run, label: "batch size", help: "Faces a step. Multiples of 16 fill the vectors; others work and cost a little.",
            kind: .integer(1...4096, step: 16)),
        Setting(
            id: .data, group: .data, label: "data", help: "A folder or file of faces, or demo for the built-in ones.", kind: .path),
        Setting(
            id: .limit, group: .data, label: "limit", help: "Train on at most so many faces, drawn by class and seed. Validation stays whole.",
            kind: .optionalInteger(1...10_000_000, step: 1000)),
        Setting(
            id: .skipBad, group: .data, label: "skip bad",
            help: "Count and leave out rows or images that cannot be read, instead of refusing the data.",
            kind: .toggle),
        Setting(
            id: .split, group: .data, label: "split",
            help: "What validates: auto, as the data say; kaggle, the first 3,589 training rows of FER2013; paper, as in the paper; subject, whole "
                + "persons; random, of every class; or the split.csv of a run, which is repeated.",
            kind: .choiceOrPath(SplitRequest.Rule.allCases.map(\.rawValue))),
        Setting(
            id: .validationFraction, group: .data, label: "valid. share",
            help: "The share of the faces that validate where a split is drawn: random, subject, or auto where the data say nothing.",
            kind: .real(0...0.9, step: 0.05, logarithmic: false)),
        Setting(
            id: .testFraction, group: .data, label: "test share", help: "The share of the faces that are kept aside where a split is drawn.",
            kind: .real(0...0.9, step: 0.05, logarithmic: false)),
        Setting(
            id: .splitSeed, group: .data, label: "split seed",
            help: "Draws the split. Empty: the run's seed. The same one for several runs lets them train on the same faces.",
            kind: .optionalInteger(0...Int.max, step: 1)),
        Setting(
            id: .folds, group: .data, label: "folds",
            help: "Parts of equal size that validate by turns, a run each; by subject where subjects are known. 0: none.",
            kind: .integer(0...100, step: 1)),
        Setting(
            id: .fold, group: .data, label: "fold", help: "Which of the folds validates in this run, from 1.", kind: .integer(1...100, step: 1)),
        Setting(
            id: .labels, group: .data, label: "labels",
            help: "FER+: majority trains faces to the class with most votes, soft to each class's share of them. Validation counts the majority.",
            kind: .choice(VotePolicy.Labels.allCases.map(\.rawValue))),
        Setting(
            id: .ties, group: .data, label: "ties",
            help:
                "FER+: drop leaves out faces whose most votes two classes share, first takes the first of these. With soft labels none is left out.",
            kind: .choice(VotePolicy.Ties.allCases.map(\.rawValue))),
        Setting(
            id: .contempt, group: .data, label: "contempt",
            help: "FER+: keep makes contempt an eighth class; drop leaves out faces that most call so, and such votes on others.",
            kind: .choice(VotePolicy.Contempt.allCases.map(\.rawValue))),
        Setting(
            id: .unknown, group: .data, label: "unknown",
            help: "FER+: drop leaves out faces that as many call unknown, or no face, as any emotion; ignore goes by the other votes.",
            kind: .choice(VotePolicy.Unknown.allCases.map(\.rawValue))),
        Setting(
            id: .network, group: .network, label: "network",
            help: "paper: features and localisation read the face side by side; theta warps the 9x9 feature map. "
                + "series: theta warps the face, and features are taken from that.",
            kind: .choice(NetworkKind.allCases.map(\.rawValue))),
        Setting(
            id: .sampler, group: .network, label: "sampler",
            help: "How the spatial transformer reads between pixels: corners as PyTorch with align_corners, halfpixel as PyTorch without, "
                + "stn as the package of that name.",
            kind: .choice(Sampler.allCases.map(\.rawValue))),
        Setting(
            id: .normalisation, group: .network, label: "batch norm",
            help: "After which convolutions batches are normalised: none as published for paper, conv4 as published for series, all. "
                + "A choice of network brings its own.",
            kind: .choice(Normalisation.allCases.map(\.rawValue))),
        Setting(
            id: .width, group: .network, label: "width",
            help: "Channels of the four feature convolutions; 10 as published. Cost grows with the square.",
            kind: .integer(1...256, step: 2)),
        Setting(
            id: .convolution, group: .network, label: "convolution",
            help: "winograd saves two thirds of the multiplications of 3x3 kernels, two fifths of 5x5 ones; the last digits differ.",
            kind: .choice(ConvolutionMethod.allCases.map(\.rawValue))),
        Setting(
            id: .input, group: .network, label: "input scale", help: "How grey values enter: raw 0...255, unit 0...1, signed -1...1.",
            kind: .choice(InputScale.allCases.map(\.rawValue))),
        Setting(
            id: .`init`, group: .network, label: "initialisation",
            help: "normal: N(0, 0.05) and zero biases. uniform: within 1/sqrt(fan-in), as PyTorch does.",
            kind: .choice(Initialisation.allCases.map(\.rawValue))),
        Setting(
            id: .dropout, group: .network, label: "dropout", help: "The share of feature units that is dropped in a training step.",
            kind: .real(0...0.95, step: 0.05, logarithmic: false)),
        Setting(
            id: .optimiser, group: .optimiser, label: "optimiser",
            help: "adam; adamw, whose weight decay shrinks the parameters themselves; sgd, gradient descent with momentum.",
            kind: .choice(Optimiser.allCases.map(\.rawValue))),
        Setting(
            id: .momentum, group: .optimiser, label: "momentum", help: "The share of its velocity that sgd keeps from step to step.",
            kind: .decay(0...0.999)),
        Setting(
            id: .weightDecay, group: .optimiser, label: "weight decay",
            help: "Draws all parameters towards 0: with adam and sgd as a part of the gradient, with adamw beside it.",
            kind: .real(0...1, step: 1e-5, logarithmic: true)),
        Setting(
            id: .clip, group: .optimiser, label: "clip",
            help: "The longest gradient that is followed, as a norm over all parameters; longer ones are shortened to it. 0: any.",
            kind: .real(0...1e6, step: 0.01, logarithmic: true)),
        Setting(
            id: .average, group: .optimiser, label: "average",
            help: "Decay of a moving average of the parameters, which is then what is validated, saved and shown: 0.999 averages some thousand "
                + "steps. 0: none.",
            kind: .decay(0...0.9999)),
        Setting(
            id: .schedule, group: .schedule, label: "schedule",
            help: "How the learning rate falls: not at all; as a cosine to 0; step and plateau by the decay factor; one-cycle rises first and "
                + "then falls, at every step.",
            kind: .choice(Schedule.allCases.map(\.rawValue))),
        Setting(
            id: .warmUp, group: .schedule, label: "warm-up",
            help: "Epochs over which the learning rate rises from 0, step by step, to what the schedule says.",
            kind: .integer(0...1000, step: 1)),
        Setting(
            id: .decayEvery, group: .schedule, label: "decay every", help: "Epochs between the falls of schedule step.",
            kind: .integer(1...100_000, step: 5)),
        Setting(
            id: .decayFactor, group: .schedule, label: "decay factor", help: "What the schedules step and plateau multiply the learning rate by.",
            kind: .real(0.01...1, step: 0.01, logarithmic: true)),
        Setting(
            id: .plateauPatience, group: .schedule, label: "plateau after",
            help: "Schedule plateau lowers the learning rate when more than so many epochs running have not bettered the validation loss.",
            kind: .integer(0...100_000, step: 1)),
        Setting(
            id: .patience, group: .schedule, label: "patience",
            help: "End the run when validation accuracy has not bettered for so many epochs. 0: train all epochs.",
            kind: .integer(0...100_000, step: 5)),
        Setting(
            id: .l2, group: .loss, label: "L2", help: "Factor of the sum of squares of the two classifier layers, added to the loss.",
            kind: .real(0...10, step: 1e-5, logarithmic: true)),
        Setting(
            id: .classWeights, group: .loss, label: "class weights",
            help: "balanced lets all classes count the same, however many faces each has. The losses shown count every face the same.",
            kind: .choice(ClassWeights.allCases.map(\.rawValue))),
        Setting(
            id: .labelSmoothing, group: .loss, label: "smoothing",
            help: "The share of each label that is spread over all classes in training. The losses shown are those without.",
            kind: .real(0...0.9, step: 0.05, logarithmic: false)),
        Setting(
            id: .flip, group: .augmentation, label: "flip", help: "Mirror each face with probability one half, anew in every epoch.", kind: .toggle),
        Setting(
            id: .shift, group: .augmentation, label: "shift",
            help: "Move each face by up to so many pixels to either side and up or down; its edge goes on where it has left. 0: off.",
            kind: .real(0...16, step: 1, logarithmic: false)),
        Setting(
            id: .rotation, group: .augmentation, label: "rotation", help: "Turn each face by up to so many degrees either way. 0: off.",
            kind: .real(0...45, step: 5, logarithmic: false)),
        Setting(
            id: .scale, group: .augmentation, label: "scale",
            help: "Make each face larger or smaller by up to this share: its size is multiplied by 1 - scale...1 + scale. 0: off.",
            kind: .real(0...0.5, step: 0.05, logarithmic: false)),
        Setting(
            id: .brightness, group: .augmentation, label: "brightness",
            help: "Make each face brighter or darker by up to this share of full scale. 0: off.",
            kind: .real(0...0.5, step: 0.05, logarithmic: false)),
        Setting(
            id: .contrast, group: .augmentation, label: "contrast",
            help: "Multiply each pixel's distance from the face's mean grey by 1 - contrast...1 + contrast. 0: off.",
            kind: .real(0...0.9, step: 0.05, logarithmic: false)),
        Setting(
            id: .erasing, group: .augmentation, label: "erasing",
            help: "Probability that a rectangle of 2 to 33 % of a face is filled with its mean grey. 0: off.",
            kind: .real(0...1, step: 0.05, logarithmic: false)),
        Setting(
            id: .seed, group: .output, label: "seed",
            help: "Decides first parameters, order, augmentation and dropout: same seed, same result, bit for bit.",
            kind: .integer(0...Int.max, step: 1)),
        Setting(
            id: .threads, group: .output, label: "threads", help: "Worker threads. They change the speed, never the result.",
            kind: .integer(1...256, step: 1)),
        Setting(
            id: .runs, group: .output, label: "runs folder", help: "The folder in which each run gets a folder of its own.", kind: .path),
        Setting(
            id: .name, group: .output, label: "name", help: "The run's name. Empty: made from the time, the preset and the data.", kind: .text),
        Setting(
            id: .keepEvery, group: .output, label: "keep every",
            help: "Keep the parameters of every so many epochs, as epoch-0010.safetensors. 0 keeps the best and the last alone.",
            kind: .integer(0...100_000, step: 5)),
        Setting(
            id: .tensorBoard, group: .output, label: "TensorBoard",
            help: "Write an event file for TensorBoard into the run's folder: losses, accuracies, learning rate, theta, the followed faces.",
            kind: .toggle),
    ]

    /// The field that sets `id`.
    package static func field(_ id: ID) -> Setting {
        guard let field = all.first(where: { $0.id == id }) else { preconditionFailure("no field \(id)") }
        return field
    }
}
