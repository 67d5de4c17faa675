/// Named sets of hyperparameters.
public enum Preset: String, Sendable, Codable, CaseIterable {
    /// What trains: 54 to 56 % on FER2013 in 45 epochs. The default.
    case baseline
    /// The TensorFlow implementation's literal settings, which collapse.
    case paper
    /// The PyTorch implementation's settings.
    case pytorch

    /// Its values (engine.md, section 3).
    public var hyperparameters: Hyperparameters {
        switch self {
        case .baseline:
            Hyperparameters(
                network: .paper, sampler: .corners, input: .signed, initialisation: .uniform, epochs: 45, batchSize: 64, learningRate: 0.003,
                schedule: .cosine, adamEpsilon: 1e-7, dropout: 0.5, l2: 1e-4, flip: true)
        case .paper:
            Hyperparameters(
                network: .paper, sampler: .stn, input: .raw, initialisation: .normal, epochs: 500, batchSize: 32, learningRate: 0.005,
                schedule: .constant, adamEpsilon: 1e-7, dropout: 0.5, l2: 0.01, flip: false)
        case .pytorch:
            Hyperparameters(
                network: .series, sampler: .halfpixel, input: .signed, initialisation: .uniform, epochs: 100, batchSize: 128, learningRate: 0.005,
                schedule: .constant, adamEpsilon: 1e-8, dropout: 0.5, l2: 0, flip: false)
        }
    }
}
