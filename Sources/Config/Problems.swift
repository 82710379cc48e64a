/// The problems found so far. All files of one configuration write into the same one.
final class Problems {
  /// As many as anyone will read; a registry of a million rows can be wrong in every row.
  static let limit = 1000

  private(set) var found: [Problem] = []
  /// How many were found beyond the limit.
  private(set) var omitted = 0

  var isEmpty: Bool { found.isEmpty }

  /// What was found, file by file in the order of their first problems, and line by line.
  var sorted: [Problem] {
    let order = Dictionary(zip(found.map(\.file), found.indices)) { first, _ in first }
    return found.enumerated().sorted { a, b in
      (order[a.element.file] ?? 0, a.element.line, a.offset) < (
        order[b.element.file] ?? 0, b.element.line, b.offset
      )
    }.map(\.element)
  }

  func add(_ place: Place, _ what: String, hint: String) {
    guard found.count < Self.limit else {
      omitted += 1
      return
    }
    found.append(
      Problem(file: place.file, line: place.line, what: what.onOneLine, hint: hint.onOneLine))
  }

  /// Adds what was found elsewhere.
  func add(_ problems: [Problem], omitted: Int) {
    let room = Self.limit - found.count
    found += problems.prefix(room)
    self.omitted += omitted + max(0, problems.count - room)
  }
}

/// A line of a file.
struct Place: Hashable, Sendable {
  var file: String
  /// From 1.
  var line: Int
}

extension String {
  /// With spaces for line breaks and other control characters, which a file can bring into a message.
  fileprivate var onOneLine: String {
    String(
      String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory.isPrinted ? $0 : " " }))
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isPrinted: Bool {
    switch self {
    case .control, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
