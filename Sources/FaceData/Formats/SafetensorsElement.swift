extension Safetensors {
    /// The types of numbers that are read, under safetensors' own names.
    package enum ElementType: String, CaseIterable {
        case float32 = "F32"
        case float64 = "F64"
        case float16 = "F16"
        case bfloat16 = "BF16"
        case int64 = "I64"
        case uint8 = "U8"

        /// Bytes of one number.
        package var size: Int {
            switch self {
            case .float64, .int64: 8
            case .float32: 4
            case .float16, .bfloat16: 2
            case .uint8: 1
            }
        }

        /// The numbers in `bytes`; what is too large for a Float becomes infinite.
        package func values(_ bytes: UnsafeRawBufferPointer) -> Values {
            func numbers<Bits: BitwiseCopyable, Number>(_: Bits.Type, _ number: (Bits) -> Number) -> [Number] {
                (0..<bytes.count / size).map { number(bytes.loadUnaligned(fromByteOffset: $0 * size, as: Bits.self)) }
            }
            return switch self {
            case .float32: .float32(numbers(Float.self) { $0 })
            case .float64: .float32(numbers(Double.self) { Float($0) })
            case .float16: .float32(numbers(UInt16.self, Self.half))
            // The upper half of a Float.
            case .bfloat16: .float32(numbers(UInt16.self) { Float(bitPattern: UInt32($0) << 16) })
            case .int64: .int64(numbers(Int64.self) { $0 })
            case .uint8: .uint8([UInt8](bytes))
            }
        }

        /// IEEE 754's binary16: sign, 5 bits of exponent, 10 of fraction. By hand, because Swift has no Float16 on Intel's Macs.
        private static func half(_ bits: UInt16) -> Float {
            let (exponent, fraction) = (Int(bits >> 10 & 31), UInt32(bits & 1023))
            let magnitude: Float =
                switch exponent {
                case 0: Float(fraction) * 0x1p-24
                case 31: fraction == 0 ? .infinity : .nan
                default: Float(bitPattern: UInt32(exponent + 112) << 23 | fraction << 13)
                }
            return bits >> 15 == 0 ? magnitude : -magnitude
        }
    }
}
