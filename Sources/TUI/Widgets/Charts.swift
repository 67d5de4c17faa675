/// One line of a chart. Positions are on a common axis (epochs); values in the chart's unit.
public struct Series: Sendable {
    /// How it is drawn.
    public enum Look: Sendable { case rawFaint, bright, points }
    public var points: [(x: Double, y: Double)]
    public var role: Role
    public var look: Look

    public init(points: [(x: Double, y: Double)], role: Role, look: Look) {
        self.points = points
        self.role = role
        self.look = look
    }
}

/// A braille chart (plain dots and letters where there is no UTF-8) with value labels at its left.
public struct Chart: Sendable {
    public var series: [Series] = []
    /// The common horizontal axis.
    public var xRange: ClosedRange<Double> = 0...1
    /// nil: from the series, robustly.
    public var yRange: ClosedRange<Double>?
    /// Dotted horizontal lines, e.g. chance and majority.
    public var guides: [Double] = []
    /// Marks on the horizontal axis, e.g. live changes.
    public var marks: [Double] = []
    /// Makes a value's label, at most 4 characters.
    public var label: @Sendable (Double) -> String = { _ in "" }

    public init() {}

    public func draw(in rect: Rect, on canvas: inout Canvas) {}
}

/// Small things drawn in one line.
public enum Bars {
    /// A sparkline of the last `width` values, ▁ to █.
    public static func sparkline(_ values: [Double], width: Int, isUnicode: Bool) -> String { "" }
    /// A bar of eighth blocks, `fraction` of `width` cells.
    public static func bar(_ fraction: Double, width: Int, isUnicode: Bool) -> String { "" }
}

/// Borders, with the title in the upper one.
public enum Panel {
    /// Draws a border around `rect`; an accent where it has the focus.
    public static func draw(_ rect: Rect, title: String, isFocused: Bool = false, on canvas: inout Canvas) {}
}
