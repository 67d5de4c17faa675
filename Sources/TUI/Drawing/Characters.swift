extension Character {
    /// As it may stand in a cell: control characters become �, marks without a letter vanish, sequences of emoji show their first.
    var drawable: Character? {
        if isASCII, let value = asciiValue { return value >= 0x20 && value < 0x7F ? self : "\u{FFFD}" }
        guard let first = unicodeScalars.first else { return nil }
        switch first.properties.generalCategory {
        case .control, .surrogate, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
        case .format, .nonspacingMark, .enclosingMark: return nil
        default: break
        }
        guard unicodeScalars.count > 1 else { return self }
        let marks = unicodeScalars.dropFirst()
        // ncurses keeps five code points in a cell.
        let areMarks = marks.allSatisfy { $0.properties.generalCategory == .nonspacingMark && !(0xFE00...0xFE0F).contains($0.value) }
        return areMarks && marks.count <= 4 ? self : Character(first)
    }

    /// Cells that terminals give it: 2 for East Asian wide characters and emoji, else 1.
    var cellWidth: Int {
        guard !isASCII, let value = unicodeScalars.first?.value, value >= 0x1100 else { return 1 }
        return Self.wide.contains { $0.contains(value) } ? 2 : 1
    }

    /// The nearest character of ASCII, `?` where none is near.
    var inASCII: Character {
        if isASCII { return self }
        if let known = Self.plain[self] { return known }
        // Letters lose their accents where Unicode knows them as letter and mark.
        if let value = unicodeScalars.first?.value, (0xC0...0x17F).contains(value), let base = Self.accents[value] { return base }
        return "?"
    }

    /// Source: Unicode's EastAsianWidth.txt, classes W and F, adjoining ranges joined.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615,
        0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE,
        0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
        0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0, 0x27BF...0x27BF,
        0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F004...0x1F004,
        0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393,
        0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC,
        0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F,
        0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC,
        0x1F7E0...0x1F7EB, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
    ]

    private static let plain: [Character: Character] = [
        rightHalfMark: " ", "\u{A0}": " ", "…": "~", "·": "-", "•": "*", "●": "*", "○": "o", "◐": "o", "■": "#", "□": "o", "◆": "@", "✓": "+",
        "✔": "+",
        "✗": "x", "✘": "x", "×": "x", "→": ">", "←": "<", "↑": "^", "↓": "v", "↔": "-", "↵": "<", "⏎": "<", "⇥": ">", "▸": ">", "▶": ">", "◂": "<",
        "◀": "<", "▴": "^", "▲": "^", "▾": "v", "▼": "v", "❯": ">", "›": ">", "‹": "<", "»": ">", "«": "<", "°": " ", "±": "+", "≈": "~", "≥": ">",
        "≤": "<", "≠": "#", "−": "-", "–": "-", "—": "-", "─": "-", "━": "=", "═": "=", "╌": "-", "┄": "-", "│": "|", "┃": "|", "║": "|", "╎": "|",
        "┆": "|", "┊": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "┏": "+", "┓": "+", "┗": "+",
        "┛": "+", "╔": "+", "╗": "+", "╚": "+", "╝": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "╱": "/", "╲": "\\", "█": "#", "▉": "#", "▊": "#",
        "▋": "#", "▌": "#", "▍": "|", "▎": "|", "▏": "|", "▐": "#", "▀": "#", "▄": "#", "▁": "_", "▂": "_", "▃": "_", "▅": "#", "▆": "#", "▇": "#",
        "░": ".", "▒": ":", "▓": "%", "’": "'", "‘": "'", "“": "\"", "”": "\"", "µ": "u", "σ": "s", "Δ": "D", "²": "2", "³": "3", "½": "/", "ß": "s",
        "æ": "a", "Æ": "A", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i",
    ]
    private static let rightHalfMark = Cell.rightHalf

    /// Latin letters with marks, by code point: for each letter those that Unicode decomposes into it.
    private static let accents: [UInt32: Character] = {
        let families: [(Character, String)] = [
            ("A", "ÀÁÂÃÄÅĀĂĄ"), ("a", "àáâãäåāăą"), ("C", "ÇĆĈĊČ"), ("c", "çćĉċč"), ("D", "Ď"), ("d", "ď"), ("E", "ÈÉÊËĒĔĖĘĚ"), ("e", "èéêëēĕėęě"),
            ("G", "ĜĞĠĢ"), ("g", "ĝğġģ"), ("H", "Ĥ"), ("h", "ĥ"), ("I", "ÌÍÎÏĨĪĬĮİ"), ("i", "ìíîïĩīĭį"), ("J", "Ĵ"), ("j", "ĵ"), ("K", "Ķ"),
            ("k", "ķ"),
            ("L", "ĹĻĽ"), ("l", "ĺļľ"), ("N", "ÑŃŅŇ"), ("n", "ñńņň"), ("O", "ÒÓÔÕÖŌŎŐ"), ("o", "òóôõöōŏő"), ("R", "ŔŖŘ"), ("r", "ŕŗř"), ("S", "ŚŜŞŠ"),
            ("s", "śŝşš"), ("T", "ŢŤ"), ("t", "ţť"), ("U", "ÙÚÛÜŨŪŬŮŰŲ"), ("u", "ùúûüũūŭůűų"), ("W", "Ŵ"), ("w", "ŵ"), ("Y", "ÝŶŸ"), ("y", "ýŷÿ"),
            ("Z", "ŹŻŽ"), ("z", "źżž"),
        ]
        var table: [UInt32: Character] = [:]
        for (base, family) in families {
            for scalar in family.unicodeScalars { table[scalar.value] = base }
        }
        return table
    }()
}
