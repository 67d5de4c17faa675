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
let machine = isX86 ? ["-march=\(cpu)"] : ["-mcpu=\(cpu)"]

/// Whether the kernels may fill the registers of AVX-512.
let hasAVX512 = {
    guard isX86 else { return false }
    let flags = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    return cpu == "native" ? flags.contains(" avx512f") : cpu == "x86-64-v4"
}()

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["DEEP_EMOTION_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

// Engine alone is built for the chosen processor, and the same way in debug builds (with `assert` kept), so that tests train real networks in seconds.
// The last -O wins; -Ounchecked would drop every precondition. Without -fno-math-errno a square root may set errno, and no loop with one becomes vectors.
let engine: [SwiftSetting] =
    settings + (hasAVX512 ? [.define("AVX512")] : []) + [
        .unsafeFlags(machine.flatMap { ["-Xcc", $0] } + ["-Xcc", "-fno-math-errno"]),
        .unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "2", "-assert-config", "Debug"], .when(configuration: .debug)),
    ]

// ./test runs the tests in two builds. Those of what ships run on the release build, which they share with ./run: the program from outside, and the
// network against PyTorch's numbers. The others look inside the modules, which only debug builds allow.
let tests: [Target] =
    Context.environment["DEEP_EMOTION_TESTS"] == "shipped"
    ? [
        .testTarget(name: "GoldenTests", dependencies: ["Engine", "FaceData"], resources: [.copy("Fixtures")], swiftSettings: settings),
        .testTarget(name: "EndToEndTests", dependencies: ["DeepEmotion"], resources: [.copy("Fixtures")], swiftSettings: settings),
    ]
    : [
        .target(
            name: "TestSupport", dependencies: ["Platform", "FaceData", "Engine", "Core", "CImages"], path: "Tests/Support", swiftSettings: settings),
        .testTarget(name: "PlatformTests", dependencies: ["Platform", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "FaceDataTests", dependencies: ["FaceData", "TestSupport", "CImages"], swiftSettings: settings),
        // Handles vectors, so it is built as Engine is.
        .testTarget(name: "EngineTests", dependencies: ["Engine", "Core", "TestSupport"], swiftSettings: engine),
        .testTarget(name: "CoreTests", dependencies: ["Core", "TestSupport"], resources: [.copy("Fixtures")], swiftSettings: settings),
        .testTarget(name: "TUITests", dependencies: ["TUI", "Core", "TestSupport"], exclude: ["Snapshots"], swiftSettings: settings),
    ]

let package = Package(
    name: "deep-emotion",
    platforms: [.macOS("26.0")],
    products: [.executable(name: "deep-emotion", targets: ["DeepEmotion"])],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"]), .brew(["ncurses"])]),
        .systemLibrary(
            name: "CImages", providers: [.apt(["libpng-dev", "libturbojpeg0-dev", "libtiff-dev"]), .brew(["libpng", "jpeg-turbo", "libtiff"])]),
        .target(name: "Platform", swiftSettings: settings),
        .target(name: "FaceData", dependencies: ["Platform", "CImages"], swiftSettings: settings),
        .target(name: "Engine", dependencies: ["Platform", "FaceData"], swiftSettings: engine),
        .target(name: "Core", dependencies: ["Platform", "FaceData", "Engine"], swiftSettings: settings),
        .target(name: "TUI", dependencies: ["Platform", "FaceData", "Engine", "Core", "CNcurses"], swiftSettings: settings),
        // Data alone, compiled for the chosen processor; CProcessor, compiled for any, asks whether this one fits before a kernel runs.
        .target(name: "CEngineRequirements", cSettings: [.unsafeFlags(machine)]),
        .target(name: "CProcessor", dependencies: ["CEngineRequirements"]),
        .executableTarget(
            name: "DeepEmotion", dependencies: ["Platform", "FaceData", "Engine", "Core", "TUI", "CProcessor"], swiftSettings: settings),
    ] + tests,
    swiftLanguageModes: [.v6]
)
