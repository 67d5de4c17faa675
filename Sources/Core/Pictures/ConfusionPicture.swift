import Platform

/// A confusion matrix as a picture: rows are true classes, the darker the larger the share of the row.
package enum ConfusionPicture {
    /// Draws `confusion` (rows true) with shares of the row in per cent and counts.
    package static func draw(_ confusion: [[Int]], classNames: [String], title: String) -> Raster {
        let (cell, scale) = (64, 2)
        let left = 24 + (classNames.map { Raster.width(of: $0, scale: scale) }.max() ?? 0) + 12
        let columnStep = max(cell, (classNames.map { Raster.width(of: $0) }.max() ?? 0) + 10)
        let top = 92
        let right = left + classNames.count * columnStep
        let titleWidth = Raster.width(of: title, scale: scale) + 40
        var raster = Raster(width: max(right + 110, titleWidth), height: top + classNames.count * cell + 40)
        raster.text(title, x: 20, y: 18, scale: scale)
        raster.text("predicted", centre: (left + right) / 2, y: 52, .faint)
        for (index, name) in classNames.enumerated() { raster.text(name, centre: left + index * columnStep + columnStep / 2, y: 72) }
        raster.text("faces", right: right + 56, y: 72, .faint)
        for (row, counts) in confusion.enumerated() {
            let total = counts.reduce(0, +)
            let y = top + row * cell
            raster.text(classNames[row], right: left - 12, y: y + cell / 2 - 7, scale: scale)
            raster.text(NumberText.grouped(total), right: right + 56, y: y + cell / 2 - 4, .faint)
            for (column, count) in counts.enumerated() {
                let share = total == 0 ? 0 : Double(count) / Double(total)
                let x = left + column * columnStep
                let ground = Raster.Color.white.mixed(with: .train, share)
                raster.fill(x: x, y: y, width: columnStep, height: cell, ground)
                let ink: Raster.Color = share > 0.5 ? .white : .text
                raster.text(NumberText.fixed(share * 100, 1), centre: x + columnStep / 2, y: y + cell / 2 - 16, ink, scale: 2)
                raster.text(NumberText.grouped(count), centre: x + columnStep / 2, y: y + cell / 2 + 10, share > 0.5 ? .white : .faint)
                raster.frame(x: x, y: y, width: columnStep + 1, height: cell + 1, .line)
            }
        }
        for index in confusion.indices {
            raster.frame(x: left + index * columnStep, y: top + index * cell, width: columnStep + 1, height: cell + 1, .text)
        }
        raster.text("rows: true class; large: % of the row, small: faces", x: 20, y: raster.height - 22, .faint)
        return raster
    }
}
