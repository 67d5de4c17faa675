// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The one place where the processor is chosen. By default the kernels are built for the machine at hand;
// DEEP_EMOTION_CPU=x86-64-v3 (or any other value of clang's -march) builds for another one.
let cpu = Context.environment["DEEP_EMOTION_CPU"] ?? "native"
let isX86 = {
    #if arch(x86_64)
        true
    #else
        false
    #endif
}()
let machine = isX86 ? ["-Xcc", "-march=\(cpu)"] : ["-Xcc", "-mcpu=\(cpu)"]

/// Whether the chosen processor has the instructions of x86-64's levels 4 and 3.
let (hasAVX512, hasAVX2) = {
    guard isX86 else { return (false, false) }
    let flags = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    return (
        cpu == "native" ? flags.contains(" avx512f") : cpu == "x86-64-v4",
        cpu == "native" ? flags.contains(" avx2") : cpu == "x86-64-v3" || cpu == "x86-64-v4"
    )
}()

/// What the program must find again at its start.
let requirements: [SwiftSetting] = (hasAVX512 ? [.define("NEEDS_AVX512")] : []) + (hasAVX2 ? [.define("NEEDS_AVX2")] : [])

/// How many registers the kernels may fill.
let registers: [SwiftSetting] = hasAVX512 ? [.define("AVX512")] : []

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["DEEP_EMOTION_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

// Core is optimised in debug builds too (with `assert` kept), so that tests train real networks in seconds.
// The last -O wins; -Ounchecked would drop every precondition. Without -fno-math-errno a square root may set errno, and no loop with one becomes vectors.
let engine: [SwiftSetting] =
    settings + registers + [
        .unsafeFlags(machine + ["-Xcc", "-fno-math-errno"]),
        .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug)),
    ]

let package = Package(
    name: "deep-emotion",
    platforms: [.macOS("26.0")],
    products: [.executable(name: "deep-emotion", targets: ["DeepEmotion"])],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"]), .brew(["ncurses"])]),
        .systemLibrary(
            name: "CImages", providers: [.apt(["libpng-dev", "libturbojpeg0-dev", "libtiff-dev"]), .brew(["libpng", "jpeg-turbo", "libtiff"])]),
        .target(name: "Core", dependencies: ["CImages"], swiftSettings: engine),
        .target(name: "TUI", dependencies: ["Core", "CNcurses"], swiftSettings: settings),
        // Built for any processor: it asks whether this one fits before a kernel runs.
        .executableTarget(name: "DeepEmotion", dependencies: ["Core", "TUI"], swiftSettings: settings + requirements),
        .testTarget(name: "CoreTests", dependencies: ["Core", "CImages"], resources: [.copy("Fixtures")], swiftSettings: engine),
        .testTarget(name: "TUITests", dependencies: ["TUI", "Core"], exclude: ["Snapshots"], swiftSettings: settings),
        .testTarget(name: "EndToEndTests", dependencies: ["DeepEmotion"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
