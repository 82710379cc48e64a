import Model

/// What a value must look like: how its text is read, and what a person is told when it does not fit.
struct Shape<Value>: Sendable {
  /// The value that a text stands for; `nil` when the text does not fit.
  let read: @Sendable (String) -> Value?
  /// What would have been right instead of the text, as a sentence without its full stop.
  let hint: @Sendable (String) -> String

  /// A shape that is told in the same words whatever was written: "write \(wanted)".
  init(_ wanted: String, read: @escaping @Sendable (String) -> Value?) {
    self.read = read
    self.hint = { _ in "write \(wanted)" }
  }

  init(read: @escaping @Sendable (String) -> Value?, hint: @escaping @Sendable (String) -> String) {
    self.read = read
    self.hint = hint
  }
}

extension Shape<String> {
  /// Any text that can stand on a screen.
  static func text(_ wanted: String) -> Shape {
    Shape(wanted) { text in text.isBlank || text.hasControlCharacters ? nil : text }
  }

  /// One of the names that are known.
  static func name(_ what: String, among known: [String]) -> Shape {
    Shape { text in
      known.contains(text) ? text : nil
    } hint: { text in
      suggestion(for: text, among: known, otherwise: "known \(what): ")
    }
  }
}

extension Shape where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of the cases.
  static var choice: Shape {
    let cases = Array(Value.allCases)
    let names = cases.map(\.rawValue)
    return Shape { text in
      names.firstIndex(of: text).map { cases[$0] }
    } hint: { text in
      suggestion(for: text, among: names, otherwise: "write one of: ")
    }
  }
}

extension Shape<Bool> {
  static let truth = Shape("true or false") { text in
    switch text {
    case "true": true
    case "false": false
    default: nil
    }
  }
}

extension Shape<Int> {
  static func whole(_ range: ClosedRange<Int>, example: Int) -> Shape {
    Shape("a whole number from \(range.lowerBound) to \(range.upperBound), for example `\(example)`") {
      text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// The permissions of a file.
  static let fileMode = Shape("three octal digits, with or without a 0 before them, for example `\"0660\"`") {
    text in
    let digits = text.utf8.count == 4 && text.hasPrefix("0") ? text.dropFirst() : Substring(text)
    return digits.utf8.count == 3 ? Int(digits, radix: 8) : nil
  }
}

extension Shape<Duration> {
  /// `30s 5m 4h 90d 5y`, zero included.
  static let duration = Shape("a whole number with s, m, h, d or y, for example `90m` for an hour and a half")
  {
    Duration(setting: $0)
  }

  /// A duration that is longer than nothing.
  static let period = Shape("a whole number above 0 with s, m, h, d or y, for example `90d`") { text in
    Duration(setting: text).flatMap { $0 > .zero ? $0 : nil }
  }
}

extension Duration {
  /// Reads a duration of the configuration: a whole number and one of `s`, `m`, `h`, `d`, `y` (365 days).
  public init?(setting text: String) {
    let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "y": 365 * 86_400]
    guard let unit = text.last.flatMap({ seconds[$0] }), text.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }),
      let count = Int64(text.dropLast())
    else { return nil }
    let (total, overflow) = count.multipliedReportingOverflow(by: unit)
    // Longer than a timestamp can reach back is a slip of the pen.
    guard !overflow, total <= 290 * 365 * 86_400 else { return nil }
    self = .seconds(total)
  }
}

/// "did you mean", or else all there is to choose from.
func suggestion(for word: String, among known: [String], otherwise: String) -> String {
  if let near = nearestSpelling(of: word, among: known) { return "did you mean `\(near)`?" }
  return otherwise + (known.isEmpty ? "none" : known.joined(separator: ", "))
}

extension String {
  var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  var hasControlCharacters: Bool { utf8.contains { $0 < 0x20 || $0 == 0x7F } }
}
