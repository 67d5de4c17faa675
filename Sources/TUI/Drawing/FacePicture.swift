public import Core

/// How a face becomes cells; `m` goes through them.
public enum FaceMode: String, Sendable, CaseIterable {
    /// The best two greys for each of 19 two-tone shapes; exact half blocks where a pixel is half a cell.
    case quadrants
    case halfBlocks
    /// Ten characters from dark to light.
    case ascii
}

/// Draws 48x48 faces into cells (2:1), each pair under one contrast stretch.
public enum FacePicture {
    /// The grey values that become black and white, over all given faces together.
    public static func contrast(of faces: [[UInt8]]) -> ClosedRange<UInt8> { 0...255 }

    /// Draws `pixels` [48, 48] into `rect`; `tinted` ([48, 48]) marks what lies outside the image, which is tinted and not grey;
    /// `box` is drawn as theta's outline with a tick at its upper side.
    public static func draw(
        _ pixels: [UInt8], in rect: Rect, on canvas: inout Canvas, mode: FaceMode, contrast: ClosedRange<UInt8>, tinted: [Bool]? = nil, box: Theta? = nil
    ) {}
}
