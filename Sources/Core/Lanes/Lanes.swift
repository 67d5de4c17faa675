/// One number of each of sixteen faces: lane i belongs to the i-th face of a group.
///
/// Every weight is a scalar that multiplies such a vector, so nothing is ever padded, shuffled or transposed for the sake of the machine.
typealias Lanes = SIMD16<Float>

/// A whole number of each of sixteen faces.
typealias IntegerLanes = SIMD16<Int32>

extension SIMD16<Float> {
    /// The sum over all lanes, in a fixed order.
    @inline(__always) var total: Float {
        let eight = lowHalf + highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }

    /// This, or zero where it is negative.
    @inline(__always) var rectified: Self { replacing(with: 0, where: self .<= 0) }
}
