/// One line of a chart. Positions are on a common axis (epochs); values in the chart's unit.
package struct Series: Sendable {
    /// How it is drawn.
    package enum Look: Sendable {
        /// A thin line in the faint colour, from the least to the greatest value of each column.
        case rawFaint
        /// A line in the series' own colour.
        case bright
        /// A block of four dots a value, not joined.
        case points
    }

    /// In ascending order of x; a value that is no number interrupts the line.
    package var points: [(x: Double, y: Double)]
    /// Its colour; `rawFaint` has the faint one.
    package var role: Role
    /// How it is drawn.
    package var look: Look

    /// Memberwise.
    package init(points: [(x: Double, y: Double)], role: Role, look: Look) {
        self.points = points
        self.role = role
        self.look = look
    }

    /// The dots that draw it.
    var pen: DotGrid.Pen {
        switch look {
        case .rawFaint: DotGrid.Pen(style: Style(.faint), plain: ".")
        case .bright: DotGrid.Pen(style: Style(role), plain: "*")
        case .points: DotGrid.Pen(style: Style(role), plain: "o")
        }
    }
}

/// What a series has in one column of dots: the extremes, so that no spike is lost, and the ends, so that columns can be joined.
struct SeriesColumn {
    /// The column of dots, 0 at the left.
    let column: Int
    /// The least value.
    var least: Double
    /// The greatest value.
    var greatest: Double
    /// The value that the line from the left ends at.
    let first: Double
    /// The value that the line to the right begins at.
    var last: Double
    /// A value that was no number stands before it.
    let isInterrupted: Bool

    /// The columns of a series that have values, from left to right.
    static func columns(of points: [(x: Double, y: Double)], on axis: ChartAxis) -> [SeriesColumn] {
        var columns: [SeriesColumn] = []
        var isInterrupted = false
        for point in points {
            guard point.y.isFinite, let column = axis.column(of: point.x) else {
                isInterrupted = isInterrupted || !point.y.isFinite
                continue
            }
            if !isInterrupted, let index = columns.indices.last, columns[index].column == column {
                columns[index].least = min(columns[index].least, point.y)
                columns[index].greatest = max(columns[index].greatest, point.y)
                columns[index].last = point.y
            } else {
                columns.append(
                    SeriesColumn(column: column, least: point.y, greatest: point.y, first: point.y, last: point.y, isInterrupted: isInterrupted))
                isInterrupted = false
            }
        }
        return columns
    }
}
