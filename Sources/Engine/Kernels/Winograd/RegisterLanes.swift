/// What one register holds of a vector of sixteen lanes: all of it with AVX-512, half of it with AVX2.
///
/// A kernel that goes through the parts of its vectors one after the other has twice as many sums in registers there.
#if AVX512
    typealias RegisterLanes = SIMD16<Float>
#else
    typealias RegisterLanes = SIMD8<Float>
#endif

extension RegisterLanes {
    /// Registers that a vector of sixteen lanes takes.
    static var perVector: Int { @inline(__always) get { Lanes.scalarCount / RegisterLanes.scalarCount } }
}

extension UnsafePointer<Lanes> {
    /// The part `number` of each vector; the same part of the next one is `RegisterLanes.perVector` further on.
    @inline(__always) func part(_ number: Int) -> UnsafePointer<RegisterLanes> {
        UnsafeRawPointer(self).assumingMemoryBound(to: RegisterLanes.self) + number
    }
}

extension UnsafeMutablePointer<Lanes> {
    /// The part `number` of each vector; the same part of the next one is `RegisterLanes.perVector` further on.
    @inline(__always) func part(_ number: Int) -> UnsafeMutablePointer<RegisterLanes> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: RegisterLanes.self) + number
    }
}
