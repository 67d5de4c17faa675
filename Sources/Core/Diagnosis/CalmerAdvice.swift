import Engine
import FaceData

/// Advice that several watches give.
extension Advice {
    /// A learning rate with which Adam trains every network here.
    private static let usualRate = 0.003
    /// The lowest that the field takes.
    private static let lowestRate = 1e-8

    /// For numbers that run away or freeze: smaller steps, faces that enter around zero, settings that are known to train.
    static func calmer(_ configuration: RunConfiguration) -> Advice {
        var calm = RunConfiguration(preset: .baseline)
        let (values, lower) = (configuration.hyperparameters, rate(configuration, times: 0.1))
        calm.hyperparameters.learningRate = values.optimiser == .sgd ? lower : min(usualRate, lower)
        return Advice(
            configuration,
            [
                (.preset, Preset.baseline.rawValue), (.learningRate, Setting.field(.learningRate).text(in: calm)),
                (.input, InputScale.signed.rawValue),
                // Adam's steps are as long as the learning rate says, however long the gradient is.
                (.clip, values.optimiser == .sgd && values.clip == 0 ? "1" : Setting.field(.clip).text(in: configuration)),
            ])
    }

    /// The learning rate times `factor`, to two digits, as low as the field goes.
    static func rate(_ configuration: RunConfiguration, times factor: Double) -> Double {
        max(lowestRate, FindingNumber.rounded(configuration.hyperparameters.learningRate * factor))
    }
}
