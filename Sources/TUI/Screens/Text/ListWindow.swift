/// The part of a long list that is in sight.
enum ListWindow {
    /// The first line in sight: the cursor's line stays in the middle while the list is long enough, so that what comes is seen.
    static func start(cursor: Int?, count: Int, height: Int) -> Int {
        min(max(0, (cursor ?? 0) - height / 2), max(0, count - height))
    }
}
