/// The width of text in a terminal's cells.
extension String {
  /// The columns that a terminal uses for this text.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// Without what could move the cursor, change colours or turn the writing direction: names come from
  /// registries and radios. What is taken out shows as `?`.
  var printable: String {
    guard unicodeScalars.contains(where: \.isHarmful) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0.isHarmful ? "?" : $0 }))
  }

  /// Cut to `width` columns, with a sign for what is missing.
  func cut(to width: Int, _ appearance: Appearance) -> String {
    guard displayWidth > width else { return self }
    guard width > 0 else { return "" }
    var kept = ""
    var used = 0
    for character in self {
      used += character.displayWidth
      guard used <= width - 1 else { break }
      kept.append(character)
    }
    return kept + appearance.ellipsis
  }

  /// Filled with spaces to `width` columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - displayWidth, 0))
  }

  /// In lines of at most `width` columns, broken at spaces; a longer word stands alone, cut.
  func wrapped(to width: Int, _ appearance: Appearance) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.displayWidth + 1 + word.description.displayWidth <= width {
        line += " " + word
      } else {
        if !line.isEmpty { lines.append(line) }
        line = word.description.cut(to: width, appearance)
      }
    }
    lines.append(line)
    return lines
  }
}

extension Character {
  /// 0, 1 or 2: what its first visible scalar takes.
  fileprivate var displayWidth: Int {
    unicodeScalars.map(\.displayWidth).max() ?? 0
  }
}

extension Unicode.Scalar {
  /// Control characters, and the marks that turn the writing direction.
  fileprivate var isHarmful: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Source: Unicode Standard Annex 11, East Asian Width, by blocks.
  fileprivate var displayWidth: Int {
    switch value {
    case 0x20..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return properties.isEmojiPresentation ? 2 : 1
    }
  }
}
