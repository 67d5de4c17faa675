import Core

/// What a click means at a place of the screen; whoever draws a thing says so on the canvas.
enum Target: Sendable, Equatable {
    /// A panel of Train.
    case panel(TrainState.Panel)
    /// A command of the footer.
    case command(Command)
    /// A line of the list that has the keys, so many steps below its cursor.
    case line(Int)
    /// A cell of the confusion matrix: true and predicted class.
    case cell(row: Int, column: Int)
    /// A face of the list in sight, or of those beside the matrix, by its place there.
    case face(Int)
    /// A column of the table of runs, by its heading.
    case heading(RunColumn)
    /// A folder beside the one that is shown, by its name.
    case sibling(String)
    /// A screen's name in the first line.
    case screen(AppState.Screen)
    /// A box that covers what lies below it.
    case cover
}
