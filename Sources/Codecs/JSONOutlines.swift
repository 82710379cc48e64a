/// The outlines of JSON messages that were read before: all their text but the values.
///
/// A network server writes the same members in the same order message after message; what changes is what
/// stands within quotes and the digits of numbers. A message whose outline is known is compared with it
/// instead of being parsed: where its fields stand follows from where its values end.
///
/// It is sound because a reader decides by names, nesting and the kinds of values alone which value is which
/// field, and all of these are part of the outline (`true`, `false` and `null` too). The values are checked as
/// always: UTF-8, no control characters, the grammar of numbers. Whatever is not exactly as expected, any
/// escape included, is left to the reader.
///
/// Outlines that begin alike share their beginning: they are a tree of the pieces between values. It is
/// bounded: when it is full, or when somebody sends ever new names, all is forgotten and learned again.
struct JSONOutlines: Sendable {
  /// What follows a piece of the outline.
  private enum Next: UInt8 {
    /// What stands within quotes.
    case text
    case number
    /// Nothing: the message ends.
    case end
  }

  /// The text between two values, from the one's end to the other's begin.
  private struct Piece {
    /// Where its text stands in ``text``.
    var start: UInt32
    var count: UInt32
    var next: Next
    /// Another piece that was seen in the same place, and the first that was seen behind this one, in
    /// ``pieces``; 0 for none. At the end of a message the latter is its first field in ``fields``.
    var sibling: UInt32 = 0
    var follower: UInt32 = 0
  }

  /// Where one field's value begins and ends.
  private struct Field {
    var number: UInt8
    var begin: Place
    var end: Place
  }

  /// So many bytes behind the beginning of a piece.
  struct Place: Sendable {
    fileprivate var piece: UInt8
    fileprivate var distance: Int32
  }

  private static let none = Field(
    number: .max, begin: Place(piece: 0, distance: 0), end: Place(piece: 0, distance: 0))

  private static let pieceLimit = 4096
  private static let textLimit = 1 << 17
  private static let siblingLimit = 32
  /// The most values in a message whose outline is kept.
  static let valueLimit = 127

  /// The first is none: it stands before all messages.
  private var pieces = [Piece(start: 0, count: 0, next: .end)]
  private var text: [UInt8] = []
  /// The fields of each outline, closed by one with the number 255. The first outline has none.
  private var fields = [Self.none]
  /// Whether so many pieces were seen in one place that going through them is no gain.
  private var isCrowded = false

  /// The bytes of text that are kept.
  var size: Int { text.count }

  /// Nothing is known yet.
  init() {}

  // MARK: Recall

  /// Finds where the fields of a message stand.
  /// - Parameters:
  ///   - places: where they are noted; empty.
  ///   - json: the message.
  /// - Returns: `false` when the message has to be read.
  @inline(__always)
  func find(_ places: inout FieldPlaces, in json: Span<UInt8>) -> Bool {
    var begins = places.begins.mutableSpan
    guard let first = match(json, &begins) else { return false }
    let fields = fields.span
    var index = first
    while fields[index].number != .max {
      let field = fields[index]
      places[Int(field.number)] = places.offset(field.begin)..<places.offset(field.end)
      index &+= 1
    }
    places.areWithoutEscapes = true
    return true
  }

  /// Compares a message with what is known, and notes in `begins` where its pieces begin.
  /// - Returns: the first of its fields.
  private func match(_ json: Span<UInt8>, _ begins: inout MutableSpan<Int>) -> Int? {
    let text = text.span
    let pieces = pieces.span
    var offset = 0
    var count = 0
    var index = Int(pieces[0].follower)
    while index != 0 {
      let piece = pieces[index]
      guard json.isEqual(at: offset, to: text, from: Int(piece.start), length: Int(piece.count)),
        let end = Self.end(of: piece.next, json, from: offset &+ Int(piece.count))
      else {
        index = Int(piece.sibling)
        continue
      }
      begins[count] = offset
      guard piece.next != .end else { return Int(piece.follower) }
      offset = end
      count &+= 1
      index = Int(piece.follower)
    }
    return nil
  }

  /// Where what follows a piece ends; `nil` when something else follows.
  @inline(__always)
  private static func end(of next: Next, _ json: Span<UInt8>, from start: Int) -> Int? {
    switch next {
    case .text: endOfText(json, from: start)
    case .number: endOfNumber(json, from: start)
    case .end: start == json.count ? start : nil
    }
  }

  /// Where a text ends, at its closing quote; `nil` when there is an escape in it, or what must not be.
  @inline(__always)
  private static func endOfText(_ json: Span<UInt8>, from start: Int) -> Int? {
    var offset = start
    while true {
      offset = json.endOfPlainText(from: offset)
      guard offset < json.count else { return nil }
      if json[offset] == UInt8(ascii: "\"") { return offset }
      guard json[offset] >= 0x80, let length = try? json.lengthOfUTF8Sequence(at: offset) else { return nil }
      offset += length
    }
  }

  /// Where a number ends; `nil` when it is not a plain one, with an exponent perhaps.
  @inline(__always)
  private static func endOfNumber(_ json: Span<UInt8>, from start: Int) -> Int? {
    guard start < json.count else { return nil }
    let first = json[start] == UInt8(ascii: "-") ? start &+ 1 : start
    var offset = json.endOfDigits(from: first)
    guard offset > first, offset == first &+ 1 || json[first] != UInt8(ascii: "0") else { return nil }
    if offset < json.count, json[offset] == UInt8(ascii: ".") {
      let point = offset
      offset = json.endOfDigits(from: point &+ 1)
      guard offset > point &+ 1 else { return nil }
    }
    return offset < json.count && json[offset] | 0x20 == UInt8(ascii: "e") ? nil : offset
  }

  // MARK: Learning

  /// Learns the outline of a message that was read and is valid, with the places of its fields.
  mutating func learn(_ json: Span<UInt8>, _ places: FieldPlaces) {
    guard let values = Self.values(in: json) else { return }
    if isCrowded || pieces.count + values.count > Self.pieceLimit
      || text.count + json.count > Self.textLimit
    {
      self = JSONOutlines()
    }
    var begins: [Int] = []
    var begin = 0
    var index = 0
    for value in values {
      begins.append(begin)
      let isText = json[value.lowerBound - 1] == UInt8(ascii: "\"")
      index = follow(index, json, begin..<value.lowerBound, isText ? .text : .number)
      begin = value.upperBound
    }
    begins.append(begin)
    index = follow(index, json, begin..<json.count, .end)
    guard pieces[index].follower == 0 else { return }
    pieces[index].follower = UInt32(fields.count)
    note(places, begins)
  }

  /// The piece with that text behind the one at `index`, which is made if need be.
  private mutating func follow(
    _ index: Int, _ json: Span<UInt8>, _ range: Range<Int>, _ next: Next
  ) -> Int {
    var known = Int(pieces[index].follower)
    var siblings = 0
    while known != 0 {
      let piece = pieces[known]
      if piece.next == next, piece.count == range.count,
        json.isEqual(at: range.lowerBound, to: text.span, from: Int(piece.start), length: range.count)
      {
        return known
      }
      known = Int(piece.sibling)
      siblings += 1
    }
    isCrowded = isCrowded || siblings >= Self.siblingLimit
    pieces.append(
      Piece(
        start: UInt32(text.count), count: UInt32(range.count), next: next, sibling: pieces[index].follower))
    for offset in range { text.append(json[offset]) }
    pieces[index].follower = UInt32(pieces.count - 1)
    return pieces.count - 1
  }

  private mutating func note(_ places: FieldPlaces, _ begins: [Int]) {
    func place(_ offset: Int) -> Place {
      let piece = (begins.firstIndex { $0 > offset } ?? begins.count) - 1
      return Place(piece: UInt8(piece), distance: Int32(offset - begins[piece]))
    }
    for number in 0..<FieldPlaces.capacity {
      guard let range = places[number] else { continue }
      fields.append(
        Field(number: UInt8(number), begin: place(range.lowerBound), end: place(range.upperBound)))
    }
    fields.append(Self.none)
  }

  /// Where the values of a valid message stand, texts without their quotes; `nil` when there are too many.
  private static func values(in json: Span<UInt8>) -> [Range<Int>]? {
    var values: [Range<Int>] = []
    var offset = 0
    while offset < json.count {
      switch json[offset] {
      case UInt8(ascii: "\""):
        let end = endOfValidText(json, from: offset + 1)
        if !isName(json, endingAt: end) { values.append(offset + 1..<end) }
        offset = end + 1
      case UInt8(ascii: "-"), 0x30...0x39:
        guard let number = try? JSONNumber.scan(json, from: offset) else { return nil }
        values.append(offset..<number.end)
        offset = number.end
      default: offset += 1
      }
    }
    return values.count <= valueLimit ? values : nil
  }

  private static func endOfValidText(_ json: Span<UInt8>, from start: Int) -> Int {
    var offset = start
    while json[offset] != UInt8(ascii: "\"") { offset += json[offset] == UInt8(ascii: "\\") ? 2 : 1 }
    return offset
  }

  /// Whether the text whose closing quote stands at `end` is a member's name: a colon follows.
  private static func isName(_ json: Span<UInt8>, endingAt end: Int) -> Bool {
    var offset = end + 1
    while offset < json.count, json[offset] <= 0x20 { offset += 1 }
    return offset < json.count && json[offset] == UInt8(ascii: ":")
  }
}

extension FieldPlaces {
  @inline(__always)
  fileprivate func offset(_ place: JSONOutlines.Place) -> Int {
    begins[Int(place.piece)] &+ Int(place.distance)
  }
}
