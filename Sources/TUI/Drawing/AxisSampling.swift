/// One axis of a picture read at another number of places: linearly where there are more of them, by area where there are fewer.
struct AxisSampling {
    /// For each place the first source position that counts.
    private(set) var starts: [Int] = []
    /// How many positions from there count.
    let taps: Int
    /// [places, taps], the weights of each place summing to 1.
    private(set) var weights: [Float] = []

    /// From `source` positions, at least two, to `places`.
    init(from source: Int, to places: Int) {
        let spacing = Float(source) / Float(places)
        taps = spacing <= 1 ? 2 : min(source, Int(spacing.rounded(.up)) + 1)
        for place in 0..<places {
            if spacing <= 1 {
                let position = min(max((Float(place) + 0.5) * spacing - 0.5, 0), Float(source - 1))
                let start = min(Int(position), source - 2)
                starts.append(start)
                weights += [Float(start + 1) - position, position - Float(start)]
            } else {
                let (left, right) = (Float(place) * spacing, Float(place + 1) * spacing)
                let start = min(Int(left), source - taps)
                starts.append(start)
                weights += (start..<start + taps).map { max(0, min(Float($0 + 1), right) - max(Float($0), left)) / spacing }
            }
        }
    }
}
