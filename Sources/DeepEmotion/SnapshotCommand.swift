import Platform
import Core
import TUI

/// `deep-emotion snapshot`: a screen of the dashboard in a file.
enum SnapshotCommand {
    static var help: String {
        """
        deep-emotion snapshot SCREEN [options]

        Draws a screen of the dashboard without a terminal. SCREEN is one of \(ScreenSnapshot.names.joined(separator: ", ")), or replay:
        how attention and answer came about for one followed face of a run, as an animated GIF or a strip of epochs as PNG.

          --run RUN        The run that is shown: its folder.
          --checkpoint F   Of inspect: the network, a checkpoint or a run's folder. [the best of --run]
          --data DIR|FILE  The data that is shown; of inspect the faces. [demo, or what the network's run trained on]
          --size WxH       In cells, 1x1 to 1000x1000. [120x36]
          --format FORMAT  \(ScreenSnapshot.formats.joined(separator: ", ")). [text, or what --out's name ends with]
          --out FILE       Where it goes. [standard output]
          --theme NAME     A theme of the dashboard. [terminal]
          --light          On light paper, where the theme leaves that to the terminal.
          --colors N       256, 16, 8 or 0. [256]
          --ascii          ASCII alone.
          --epoch N        The epoch that the charts' cursor is on; 0 is before training.
          --face N         Of a replay: the followed face, from 1. [1]
          --press "KEYS"   Keys that are pressed first, as deep-emotion keys names them, e.g. "tab tab z".

        """
    }

    private static let names = [
        "--run", "--checkpoint", "--data", "--size", "--format", "--out", "--theme", "--light", "--colors", "--ascii", "--epoch", "--face", "--press",
    ]

    /// Returns the process's exit code.
    static func run(_ words: some Sequence<String>) throws(UsageError) -> Int32 {
        var reader = ArgumentReader(words)
        var snapshot = ScreenSnapshot()
        var screen: String?
        var out: String?
        var format: String?
        var face = 1
        func take(_ name: String) throws(UsageError) {
            guard screen == nil else { throw UsageError(description: "'\(name)': one screen at a time") }
            screen = name
        }
        while let option = try reader.nextOption(path: take) {
            switch option.name {
            case "--help", "-h":
                Output.print(help)
                return 0
            case "--run": snapshot.run = try reader.value(of: option, expected: "a run's folder")
            case "--checkpoint": snapshot.checkpoint = try reader.value(of: option, expected: "a checkpoint or a run's folder")
            case "--data": snapshot.data = try reader.value(of: option, expected: "a folder, a file or demo")
            case "--size": (snapshot.width, snapshot.height) = try reader.value(of: option, "WIDTHxHEIGHT in cells, 1x1 to 1000x1000", size)
            case "--format": format = try reader.value(of: option, expected: ScreenSnapshot.formats.joined(separator: ", "))
            case "--out": out = try reader.value(of: option, expected: "a file's name")
            case "--theme": snapshot.theme = try reader.value(of: option, expected: "a theme's name")
            case "--light": snapshot.isLight = true
            case "--ascii": snapshot.isASCII = true
            case "--colors":
                snapshot.colors = try reader.value(of: option, "256, 16, 8 or 0") { word in
                    Int(word).flatMap { [0, 8, 16, 256].contains($0) ? $0 : nil }
                }
            case "--epoch": snapshot.epoch = try reader.number(of: option, in: 0...1_000_000)
            case "--face": face = try reader.number(of: option, in: 0...1_000_000)
            case "--press": snapshot.keys = try reader.value(of: option, expected: "keys").split(separator: " ").map { String($0) }
            default: throw UsageError(unknown: option.name, of: "snapshot", known: names)
            }
        }
        guard let screen else {
            throw UsageError(description: "snapshot needs a screen: \(ScreenSnapshot.names.joined(separator: ", "))")
        }
        let suffix = out.flatMap { $0.split(separator: ".").last }.map { String($0) }
        func chosen(among known: [String], standard: String) -> String { format ?? suffix.flatMap { known.contains($0) ? $0 : nil } ?? standard }
        if screen == "replay" {
            let format = chosen(among: ScreenSnapshot.replayFormats, standard: "gif")
            return try write(to: out) { () throws(ScreenSnapshot.Failure) in try snapshot.replay(face: face, format: format) }
        }
        snapshot.screen = screen
        snapshot.format = chosen(among: ScreenSnapshot.formats, standard: "text")
        return try write(to: out) { () throws(ScreenSnapshot.Failure) in try snapshot.bytes() }
    }

    private static func write(to file: String?, _ draw: () throws(ScreenSnapshot.Failure) -> [UInt8]) throws(UsageError) -> Int32 {
        let bytes: [UInt8]
        do throws(ScreenSnapshot.Failure) {
            bytes = try draw()
        } catch {
            if case .usage(let sentence) = error { throw UsageError(description: sentence) }
            Output.complain(error.description)
            return 1
        }
        guard let file else {
            Output.write(bytes, to: STDOUT_FILENO)
            return Output.stopReason == nil ? 0 : 1
        }
        do throws(FileError) { try Disk().replace(file, with: bytes) } catch {
            Output.complain(error.description)
            return 1
        }
        return 0
    }

    private static func size(_ word: String) -> (Int, Int)? {
        let sides = word.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], (1...1000).contains(width), (1...1000).contains(height) else {
            return nil
        }
        return (width, height)
    }
}
