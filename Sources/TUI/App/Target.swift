/// What a click means at a place of the screen; whoever draws a thing says so on the canvas.
enum Target: Sendable, Equatable {
    /// A panel of Train.
    case panel(TrainState.Panel)
    /// A command of the footer.
    case command(Command)
    /// A line of the list that has the keys, so many steps below its cursor.
    case line(Int)
    /// A box that covers what lies below it.
    case cover
}
