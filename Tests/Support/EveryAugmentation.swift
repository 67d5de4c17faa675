package import Engine

extension Augmentation {
    /// Every kind of augmentation at once.
    package static let everyKind = Augmentation(flip: true, shift: 4, rotation: 10, scale: 0.1, brightness: 0.1, contrast: 0.2, erasing: 0.3)
}
