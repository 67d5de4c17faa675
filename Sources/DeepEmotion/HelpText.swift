import FaceData
import Platform
import TUI
import Core

/// What `--help` prints; the options come from the table that also makes the form.
enum HelpText {
    static let general = """
        deep-emotion: trains the attentional network of Deep-Emotion (arXiv 1902.01019) on faces, and shows where it looks.

        deep-emotion                     the dashboard: choose a folder, edit, train, watch
        deep-emotion train --data DIR    the same training without a screen (deep-emotion train --help)
        deep-emotion train --resume RUN  trains on where a run was stopped, or killed
        deep-emotion doctor DIR          what a folder or file of faces holds, and what is wrong with it (deep-emotion doctor --help)
        deep-emotion setup --data DIR    images and a manifest out of a CSV (deep-emotion setup --help)
        deep-emotion sweep --data DIR    several trainings one after the other: --learning-rate 0.001,0.003 --seed 1...3
        deep-emotion runs                the table of all runs, with a filter (deep-emotion runs --help)
        deep-emotion watch [RUN]         the dashboard on a run, also on one that another process trains
        deep-emotion evaluate            scores a trained network on labelled faces (deep-emotion evaluate --help)
        deep-emotion predict             says what it sees in images, folders and tables
        deep-emotion explain             shows what its predictions hang on
        deep-emotion inspect [RUN]       the same in the dashboard: confusions, faces, where attention looks
        deep-emotion curves RUN          draws a run's curves as a picture
        deep-emotion bench               how near training comes to this machine's limit
        deep-emotion keys                all keys, in the format of the file that changes them
        deep-emotion snapshot SCREEN     a screen as text, ANSI, SVG or PNG, without a terminal (deep-emotion snapshot --help)
        deep-emotion --help, --version

        The dashboard's own options: --reduce-motion lets nothing move by itself, --mouse on|off, --notify off|bell|message tells of a run's end and
        warnings with the terminal's bell or its message; the last two are remembered.

        The TensorFlow implementation's own command lines work too, with its settings (preset paper):
        deep-emotion -t True -d data [-hparams True -e 5 -lr 0.005 -bs 32]

        """

    static var train: String {
        var lines = [
            "deep-emotion train --data DIR|FILE|demo [options]", "",
            "Trains without a screen. Results lie in a folder of their own under the runs folder: run.json, metrics.jsonl,",
            "faces.jsonl, best.safetensors, last.safetensors, resume.safetensors. Ctrl-C finishes the step, saves and says how to go on.", "",
        ]
        let preset = RunConfiguration()
        for group in Setting.Group.allCases {
            for field in Setting.all where field.group == group {
                lines.append(line(field, in: preset))
            }
        }
        let others = [
            ("--config FILE", "Repeat a run from its run.json, or take a form saved in the dashboard; further options change it."),
            ("--from FILE", "Start from a checkpoint: a run (its best epoch), one of its files, or a state_dict that PyTorch saved as safetensors."),
            ("--resume RUN", "Train on where a run was stopped or killed, or past its end with more --epochs: its folder or its name."),
            ("--json", "One JSON object a line on standard output, and nothing else."),
        ]
        lines += others.map { "  \(padded($0, 34))\($1)" }
        lines += [
            "", "An option's value stands behind it or after an equals sign; of an option given twice the last counts. Standard values in brackets.",
            "Exit codes: 0 finished, 1 data, disk or numbers went wrong, 2 the command line is wrong, 130 Ctrl-C, 143 SIGTERM, 129 SIGHUP.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A field as an option, with what stands in its place where it is not given.
    static func line(_ field: Setting, in preset: RunConfiguration) -> String {
        let isFlag = field.isFlag
        let value = field.text(in: preset)
        let standard = field.id == .data || isFlag || value.isEmpty ? "" : " [\(value)]"
        let range = field.bounds.isEmpty ? "" : " (\(field.bounds))"
        return "  \(padded(field.option + (isFlag ? "" : " " + placeholder(field)), 34))\(field.help)\(range)\(standard)"
    }

    private static func placeholder(_ field: Setting) -> String {
        switch field.kind {
        case .integer, .optionalInteger: "N"
        case .real, .decay: "X"
        case .choice(let words): words.joined(separator: "|")
        case .choiceOrPath(let words): words.joined(separator: "|") + "|FILE"
        case .toggle: "on|off"
        case .path: field.id == .data ? "DIR|FILE|demo" : "DIR"
        case .text: "NAME"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
