import Foundation
import Testing

/// The program on a processor that lacks what its kernels were built for, as Debian's qemu-user imitates one.
@Suite struct ProcessorTests {
    private static let qemu = ["/usr/bin/qemu-x86_64", "/usr/local/bin/qemu-x86_64"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether the kernels need more than the imitated processor has: so they do where they were built for AVX2 or AVX-512.
    private static var isBuiltForMore: Bool {
        #if arch(x86_64)
            let cpu = ProcessInfo.processInfo.environment["DEEP_EMOTION_CPU"] ?? "native"
            guard cpu == "native" else { return cpu == "x86-64-v3" || cpu == "x86-64-v4" }
            return ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").contains(" avx2")
        #else
            return false
        #endif
    }

    @Test(
        .enabled(if: qemu != nil, "qemu-x86_64 is not installed (apt-get install qemu-user)"),
        .enabled(if: isBuiltForMore, "the kernels were built for a processor without AVX2"))
    func anOlderProcessorIsToldWhatIsMissing() throws {
        let program = try Program()
        let qemu = try #require(Self.qemu)
        for arguments in [["--version"], ["train", "--data", "demo"], []] {
            let result = try program.run(["-cpu", "Nehalem", Program.path.path] + arguments, of: URL(fileURLWithPath: qemu))
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.complaints.hasPrefix("deep-emotion: this program was built for a processor with "))
            #expect(result.complaints.contains("avx2, "))
            #expect(result.complaints.hasSuffix("build it here with ./run, or elsewhere with DEEP_EMOTION_CPU=x86-64-v2\n"))
            #expect(result.complaints.filter { $0 == "\n" }.count == 1)
        }
    }
}
