import Model

/// Reads the rows of a CSV file (RFC 4180) one after the other.
///
/// Lines end in LF, CRLF or CR; a byte order mark is passed over; a cell in quotes may hold commas, line
/// breaks and doubled quotes. It works on bytes, because a registry can have a million rows.
struct CSVRows {
  private let bytes: [UInt8]
  private var next = 0
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
  }

  /// Reads the next row into `row`, whose room is used again; `false` at the end of the file.
  mutating func read(into row: inout CSVRow) -> Bool {
    guard next < bytes.count else { return false }
    row.start(line: line)
    while readCell(into: &row) {}
    return true
  }

  /// Reads one cell and what ends it; `true` when that was a comma, so that another cell follows.
  private mutating func readCell(into row: inout CSVRow) -> Bool {
    if next < bytes.count, bytes[next] == quote {
      readQuoted(into: &row)
    } else {
      readPlain(into: &row)
    }
    row.endCell()
    guard next < bytes.count else { return false }
    let end = bytes[next]
    next += 1
    if end == comma { return true }
    line += 1
    if end == carriageReturn, next < bytes.count, bytes[next] == lineFeed { next += 1 }
    return false
  }

  private mutating func readPlain(into row: inout CSVRow) {
    let start = next
    while next < bytes.count, !endsCell(bytes[next]) {
      if bytes[next] == quote { row.hasStrayQuote = true }
      next += 1
    }
    row.append(bytes[start..<next])
  }

  private mutating func readQuoted(into row: inout CSVRow) {
    next += 1
    while true {
      guard next < bytes.count else {
        row.isUnclosed = true
        return
      }
      let byte = bytes[next]
      next += 1
      if byte == quote {
        guard next < bytes.count, bytes[next] == quote else { break }
        next += 1
      } else if byte == lineFeed {
        line += 1
      }
      row.append(byte)
    }
    if next < bytes.count, !endsCell(bytes[next]) {
      row.hasStrayQuote = true
      readPlain(into: &row)
    }
  }

  private func endsCell(_ byte: UInt8) -> Bool {
    byte == comma || byte == lineFeed || byte == carriageReturn
  }
}

/// The cells of one row, without their quotes.
struct CSVRow {
  /// The line on which the row begins, from 1.
  private(set) var line = 1
  /// Whether a quote stands where none may.
  var hasStrayQuote = false
  /// Whether the file ended within quotes.
  var isUnclosed = false
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many cells the row has.
  var count: Int { ends.count }

  /// Whether there is nothing in any cell, as in the rows that spreadsheets leave at the end.
  var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 } }

  /// Whether there is a line break or a control character in any cell.
  var hasControlCharacters: Bool {
    let span = bytes.span
    for index in span.indices where span[index] < 0x20 || span[index] == 0x7F { return true }
    return false
  }

  /// The text of a cell without the spaces around it; `nil` when it is not UTF-8.
  func text(_ index: Int) -> String? {
    guard let text = try? UTF8Span(validating: bytes.span.extracting(place(index))) else { return nil }
    return String(copying: text)
  }

  /// The same for a cell that has the text of many others.
  func text(_ index: Int, among known: inout SharedTexts) -> String? {
    known.text(bytes.span.extracting(place(index))) ?? text(index)
  }

  private func place(_ index: Int) -> Range<Int> {
    var start = index == 0 ? 0 : ends[index - 1]
    var end = ends[index]
    while start < end, bytes[start] == 0x20 { start += 1 }
    while start < end, bytes[end - 1] == 0x20 { end -= 1 }
    return start..<end
  }

  fileprivate mutating func start(line: Int) {
    self.line = line
    hasStrayQuote = false
    isUnclosed = false
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  fileprivate mutating func append(_ byte: UInt8) { bytes.append(byte) }

  fileprivate mutating func append(_ run: ArraySlice<UInt8>) { bytes += run }

  fileprivate mutating func endCell() { ends.append(bytes.count) }
}

/// Texts that many rows have, each made once.
struct SharedTexts {
  private var known: [UInt64: String] = [:]
  /// Beyond that they are hardly shared.
  private static let limit = 10_000

  /// The text of these bytes; `nil` when it is not UTF-8, or cannot be kept.
  mutating func text(_ bytes: Span<UInt8>) -> String? {
    let key = fingerprint(bytes)
    if let text = known[key] {
      let own = text.utf8Span.span
      guard own.count == bytes.count, own.indices.allSatisfy({ own[$0] == bytes[$0] }) else { return nil }
      return text
    }
    guard known.count < Self.limit, let text = try? UTF8Span(validating: bytes) else { return nil }
    let new = String(copying: text)
    known[key] = new
    return new
  }
}

private let quote: UInt8 = 0x22
private let comma: UInt8 = 0x2C
private let lineFeed: UInt8 = 0x0A
private let carriageReturn: UInt8 = 0x0D
