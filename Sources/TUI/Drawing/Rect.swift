/// A rectangle of cells.
package struct Rect: Equatable, Sendable {
    /// Of the left column.
    package var x: Int
    /// Of the upper row.
    package var y: Int
    /// In cells, never negative.
    package var width: Int
    /// In cells, never negative.
    package var height: Int

    /// Lengths below zero become zero.
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Without a border of one cell.
    package var inner: Rect { Rect(x: x + 1, y: y + 1, width: width - 2, height: height - 2) }
}
