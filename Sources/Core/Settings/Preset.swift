import FaceData
import Engine

/// Named sets of hyperparameters.
package enum Preset: String, Sendable, Codable, CaseIterable {
    /// The best that was found for the published network, 58 to 60 % on FER2013 in 100 epochs: docs/ACCURACY.md. The default.
    case tuned
    /// The same with 32 channels and batch norm after every convolution, for the highest accuracy within an hour on two cores.
    case wide
    /// What trains reliably and never changes: 53 to 56 % on FER2013 in 45 epochs.
    case baseline
    /// The TensorFlow implementation's literal settings, which collapse.
    case paper
    /// The PyTorch implementation's settings.
    case pytorch

    /// What a run starts from where nothing is said.
    package static let standard = Preset.tuned

    /// Its values: docs/NETWORKS.md, Presets; docs/ACCURACY.md says how they were found.
    package var hyperparameters: Hyperparameters {
        switch self {
        case .tuned:
            var values = Hyperparameters(
                network: .paper, sampler: .corners, input: .signed, initialisation: .uniform, epochs: 100, batchSize: 64, learningRate: 0.005,
                schedule: .oneCycle, adamEpsilon: 1e-7, dropout: 0, l2: 1e-4, flip: true)
            (values.optimiser, values.weightDecay, values.clip) = (.adamw, 0.05, 0.2)
            values.average = 0.999
            (values.shift, values.rotation, values.scale) = (2, 10, 0.1)
            return values
        case .wide:
            var values = Preset.tuned.hyperparameters
            (values.width, values.normalisation) = (32, .all)
            (values.epochs, values.dropout, values.l2, values.labelSmoothing) = (60, 0.2, 0, 0.1)
            return values
        case .baseline:
            return Hyperparameters(
                network: .paper, sampler: .corners, input: .signed, initialisation: .uniform, epochs: 45, batchSize: 64, learningRate: 0.003,
                schedule: .cosine, adamEpsilon: 1e-7, dropout: 0.5, l2: 1e-4, flip: true)
        case .paper:
            return Hyperparameters(
                network: .paper, sampler: .stn, input: .raw, initialisation: .normal, epochs: 500, batchSize: 32, learningRate: 0.005,
                schedule: .constant, adamEpsilon: 1e-7, dropout: 0.5, l2: 0.01, flip: false)
        case .pytorch:
            return Hyperparameters(
                network: .series, sampler: .halfpixel, input: .signed, initialisation: .uniform, epochs: 100, batchSize: 128, learningRate: 0.005,
                schedule: .constant, adamEpsilon: 1e-8, dropout: 0.5, l2: 0, flip: false)
        }
    }
}
