import Platform

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

    /// As the standard library's, which is a loop over the elements and stays one where asserts are kept.
    ///
    /// Said with exclusive or: with `and` and `or` of both sides the compiler takes vectors apart.
    @inline(__always)
    func replacing(with other: Self, where mask: SIMDMask<IntegerLanes>) -> Self {
        let chosen = unsafeBitCast(mask, to: IntegerLanes.self)
        let bits = unsafeBitCast(self, to: IntegerLanes.self)
        return unsafeBitCast(bits ^ (bits ^ unsafeBitCast(other, to: IntegerLanes.self)) & chosen, to: Self.self)
    }

    /// As the standard library's.
    @inline(__always)
    func replacing(with other: Float, where mask: SIMDMask<IntegerLanes>) -> Self { replacing(with: Self(repeating: other), where: mask) }

    /// This, or zero where it is negative.
    @inline(__always) var rectified: Self { replacing(with: 0, where: self .<= 0) }

    /// These as integers.
    ///
    /// - Precondition: they are whole, not negative and below 2^23, so that with 2^23 added they are a float's low bits. A conversion would ask each
    ///   lane whether it fits.
    @inline(__always) var wholeNumbers: IntegerLanes { unsafeBitCast(self + 8_388_608, to: IntegerLanes.self) &- 0x4B00_0000 }
}

/// Sixteen neighbouring numbers that are not those of sixteen faces: parameters, for example.
extension SIMD16<Float> {
    /// The first `present` numbers from `source` on, which need not lie as vectors do; the rest is zero.
    @inline(__always)
    init(_ source: UnsafePointer<Float>, _ present: Int) {
        if present == Self.scalarCount {
            self = UnsafeRawPointer(source).loadUnaligned(as: Self.self)
        } else {
            self = .zero
            for lane in 0..<present { self[lane] = source[lane] }
        }
    }

    /// Writes the first `present` lanes from `target` on.
    @inline(__always)
    func write(to target: UnsafeMutablePointer<Float>, _ present: Int) {
        if present == Self.scalarCount {
            UnsafeMutableRawPointer(target).storeBytes(of: self, as: Self.self)
        } else {
            for lane in 0..<present { target[lane] = self[lane] }
        }
    }
}
