extension UnsafeMutablePointer where Pointee == Lanes {
    /// Exchanges rows and columns of the sixteen vectors from here on, in place: element j of vector i and element i of vector j.
    func transposeBlock() {
        typealias Block = InlineArray<16, Lanes>
        let rows = Block { (index: Int) in self[index] }
        // Of each four rows: four vectors whose quarters hold four elements of a column.
        @inline(__always) func columns(_ first: Int) -> InlineArray<4, Lanes> {
            let (lower, upper) = (rows[first].lowerSingles(rows[first + 1]), rows[first].upperSingles(rows[first + 1]))
            let (nextLower, nextUpper) = (rows[first + 2].lowerSingles(rows[first + 3]), rows[first + 2].upperSingles(rows[first + 3]))
            return [lower.lowerPairs(nextLower), lower.upperPairs(nextLower), upper.lowerPairs(nextUpper), upper.upperPairs(nextUpper)]
        }
        let (first, second, third, fourth) = (columns(0), columns(4), columns(8), columns(12))
        // Columns `index`, and 4, 8 and 12 further on.
        @inline(__always) func finish(_ index: Int) {
            let (evenAbove, oddAbove) = (first[index].evenQuarters(second[index]), first[index].oddQuarters(second[index]))
            let (evenBelow, oddBelow) = (third[index].evenQuarters(fourth[index]), third[index].oddQuarters(fourth[index]))
            self[index] = evenAbove.evenQuarters(evenBelow)
            self[index + 4] = oddAbove.evenQuarters(oddBelow)
            self[index + 8] = evenAbove.oddQuarters(evenBelow)
            self[index + 12] = oddAbove.oddQuarters(oddBelow)
        }
        finish(0)
        finish(1)
        finish(2)
        finish(3)
    }
}

/// Exchanges of elements between two vectors, each one instruction where vectors have quarters of their own; said element by element, since the
/// compiler makes that instruction of it.
extension SIMD16<Float> {
    /// a0 b0 a1 b1 of each quarter.
    @inline(__always)
    fileprivate func lowerSingles(_ other: Self) -> Self {
        Self(
            self[0], other[0], self[1], other[1], self[4], other[4], self[5], other[5], self[8], other[8], self[9], other[9], self[12], other[12],
            self[13], other[13])
    }

    /// a2 b2 a3 b3 of each quarter.
    @inline(__always)
    fileprivate func upperSingles(_ other: Self) -> Self {
        Self(
            self[2], other[2], self[3], other[3], self[6], other[6], self[7], other[7], self[10], other[10], self[11], other[11], self[14],
            other[14], self[15], other[15])
    }

    /// a0 a1 b0 b1 of each quarter.
    @inline(__always)
    fileprivate func lowerPairs(_ other: Self) -> Self {
        Self(
            self[0], self[1], other[0], other[1], self[4], self[5], other[4], other[5], self[8], self[9], other[8], other[9], self[12], self[13],
            other[12], other[13])
    }

    /// a2 a3 b2 b3 of each quarter.
    @inline(__always)
    fileprivate func upperPairs(_ other: Self) -> Self {
        Self(
            self[2], self[3], other[2], other[3], self[6], self[7], other[6], other[7], self[10], self[11], other[10], other[11], self[14],
            self[15], other[14], other[15])
    }

    /// Quarters 0 and 2 of both.
    @inline(__always)
    fileprivate func evenQuarters(_ other: Self) -> Self {
        Self(
            self[0], self[1], self[2], self[3], self[8], self[9], self[10], self[11], other[0], other[1], other[2], other[3], other[8], other[9],
            other[10], other[11])
    }

    /// Quarters 1 and 3 of both.
    @inline(__always)
    fileprivate func oddQuarters(_ other: Self) -> Self {
        Self(
            self[4], self[5], self[6], self[7], self[12], self[13], self[14], self[15], other[4], other[5], other[6], other[7], other[12],
            other[13], other[14], other[15])
    }
}
