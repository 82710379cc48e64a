import Foundation

/// JSON as it was received. Numbers and the order of members stay as the sender wrote them, which a decoder
/// and encoder would not keep.
struct JSONText: Equatable, Sendable {
  private let bytes: [UInt8]

  /// Well-formed JSON.
  init(_ data: Data) { bytes = Array(data) }

  /// The JSON of a value that is made here, with the members in the order of their names.
  init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.init(try encoder.encode(value))
  }

  /// The pages of one list as one page, with the `next` of the last.
  init(joining pages: [JSONText]) {
    let lists = pages.compactMap { $0.member("items").map { $0.dropFirst().dropLast() } }
    let items = lists.filter { !$0.allSatisfy(\.isSpace) }.joined(separator: [.comma])
    let next = pages.last?.member("next") ?? Array("null".utf8)[...]
    bytes = Array(#"{"items":["#.utf8) + items + Array(#"],"next":"#.utf8) + next + [UInt8(ascii: "}")]
  }

  /// On one line, as one of many objects in a stream.
  var text: String {
    String(decoding: bytes.filter { $0 != .newline && $0 != .carriageReturn }, as: UTF8.self)
  }

  /// Laid out for people: one member a line.
  var indented: String {
    var out: [UInt8] = []
    var depth = 0
    func newLine() { out += [.newline] + Array(repeating: .space, count: 2 * depth) }
    var scan = Scan(bytes)
    while let token = scan.next() {
      switch bytes[token.lowerBound] {
      case .openBrace, .openBracket:
        out.append(bytes[token.lowerBound])
        if scan.nextIsClosing { continue }
        depth += 1
        newLine()
      case .closeBrace, .closeBracket:
        if let last = out.last, last != .openBrace, last != .openBracket {
          depth = max(depth - 1, 0)
          newLine()
        }
        out.append(bytes[token.lowerBound])
      case .comma:
        out.append(.comma)
        newLine()
      case .colon: out += [.colon, .space]
      default: out += bytes[token]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The value of a member of the outermost object, without the space around it.
  private func member(_ name: String) -> ArraySlice<UInt8>? {
    let key = Array("\"\(name)\"".utf8)
    var scan = Scan(bytes)
    var depth = 0
    var before: [Range<Int>] = []
    var start: Int?
    while let token = scan.next() {
      if start == nil, depth == 1, before.count == 2, bytes[before[0]] == key[...],
        bytes[before[1].lowerBound] == .colon
      {
        start = token.lowerBound
      }
      let sign = bytes[token.lowerBound]
      if let start, depth == 1, sign == .comma || sign == .closeBrace {
        return bytes[start..<(before.last?.upperBound ?? start)]
      }
      if sign == .openBrace || sign == .openBracket { depth += 1 }
      if sign == .closeBrace || sign == .closeBracket { depth -= 1 }
      before = before.suffix(1) + [token]
    }
    return nil
  }
}

/// The tokens of well-formed JSON: signs, strings, and what stands between them.
private struct Scan {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Where the next token stands.
  mutating func next() -> Range<Int>? {
    skipSpace()
    guard index < bytes.count else { return nil }
    let start = index
    if bytes[index] == .quote {
      skipString()
    } else if bytes[index].isSign {
      index += 1
    } else {
      while index < bytes.count, !bytes[index].isSign, !bytes[index].isSpace { index += 1 }
    }
    return start..<index
  }

  /// Whether a bracket closes next.
  var nextIsClosing: Bool {
    var ahead = self
    return ahead.next().map { bytes[$0.lowerBound] == .closeBrace || bytes[$0.lowerBound] == .closeBracket }
      ?? false
  }

  private mutating func skipSpace() {
    while index < bytes.count, bytes[index].isSpace { index += 1 }
  }

  private mutating func skipString() {
    index += 1
    while index < bytes.count, bytes[index] != .quote {
      index += bytes[index] == .backslash ? 2 : 1
    }
    index = min(index + 1, bytes.count)
  }
}

extension UInt8 {
  fileprivate static let newline = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate static let space = UInt8(ascii: " ")
  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let backslash = UInt8(ascii: "\\")
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let colon = UInt8(ascii: ":")
  fileprivate static let openBrace = UInt8(ascii: "{")
  fileprivate static let closeBrace = UInt8(ascii: "}")
  fileprivate static let openBracket = UInt8(ascii: "[")
  fileprivate static let closeBracket = UInt8(ascii: "]")

  fileprivate var isSpace: Bool {
    self == .space || self == .newline || self == .carriageReturn || self == UInt8(ascii: "\t")
  }

  /// Structure, and the quote that begins a string.
  fileprivate var isSign: Bool {
    [.comma, .colon, .openBrace, .closeBrace, .openBracket, .closeBracket, .quote].contains(self)
  }
}
