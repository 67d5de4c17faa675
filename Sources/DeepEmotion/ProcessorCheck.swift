import Core

/// Whether this processor has what the kernels were built for; this file itself is built for any.
enum ProcessorCheck {
    /// What is missing, in one sentence; nil where the program can run.
    static var complaint: String? {
        #if os(Linux) && arch(x86_64)
            guard let bytes = try? Disk.readStream("/proc/cpuinfo") else { return nil }
            let words = Set(String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" || $0 == "\t" })
            let missing = needed.filter { !words.contains(Substring($0)) }
            guard !missing.isEmpty else { return nil }
            return "this program was built for a processor with \(missing.joined(separator: ", ")), which this machine does not have; "
                + "build it here with ./run, or elsewhere with DEEP_EMOTION_CPU=x86-64-v2"
        #else
            return nil
        #endif
    }

    private static var needed: [String] {
        var names: [String] = []
        #if NEEDS_AVX2
            names += ["avx2", "fma", "bmi2"]
        #endif
        #if NEEDS_AVX512
            names += ["avx512f", "avx512bw", "avx512dq", "avx512vl"]
        #endif
        return names
    }
}
