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
    var count: UInt16
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

    @inline(__always)
    fileprivate func offset(_ begins: Span<Int32>) -> Int { Int(begins[Int(piece)] &+ distance) }
  }

  private static let none = Field(
    number: .max, begin: Place(piece: 0, distance: 0), end: Place(piece: 0, distance: 0))

  /// Where the pieces of one message begin.
  typealias Begins = InlineArray<128, Int32>

  /// How many bytes are compared together.
  private static let width = 32
  private static let pieceLimit = 4096
  private static let textLimit = 1 << 17
  private static let siblingLimit = 32
  /// The most bytes and values of a message whose outline is kept.
  private static let messageLimit = Int(UInt16.max)
  private static let valueLimit = Begins.count - 1

  /// The first is none: it stands before all messages.
  private var pieces = [Piece(start: 0, count: 0, next: .end)]
  /// What stands in them, with ``width`` bytes before and behind that belong to none.
  private var text = [UInt8](repeating: 0, count: 2 * Self.width)
  /// The fields of each outline, closed by one with the number 255. The first outline has none.
  private var fields = [Self.none]
  /// Whether so many pieces were seen in one place that going through them is no gain.
  private var isCrowded = false

  /// The bytes of text that are kept.
  var size: Int { text.count - 2 * Self.width }

  /// Nothing is known yet.
  init() {}

  // MARK: Recall

  /// Finds where the fields of a message stand.
  /// - Parameters:
  ///   - places: where they are noted; empty.
  ///   - begins: where the pieces of the message's outline begin, afterwards; room that is used again.
  ///   - json: the message.
  /// - Returns: `false` when the message has to be read.
  @inline(__always)
  func find(_ places: inout FieldPlaces, _ begins: inout Begins, in json: Span<UInt8>) -> Bool {
    guard let first = match(json, &begins) else { return false }
    let begins = begins.span
    let fields = fields.span
    var index = first
    while fields[index].number != .max {
      let field = fields[index]
      places[Int(field.number)] = field.begin.offset(begins)..<field.end.offset(begins)
      index &+= 1
    }
    places.areWithoutEscapes = true
    return true
  }

  /// Compares a message with what is known, and notes in `begins` where its pieces begin.
  ///
  /// What is unchecked here and in what it calls is sound. ``follow`` writes into a piece only the numbers of pieces that
  /// there are, or 0, and of text that there is, with ``width`` bytes before and behind; both only grow until all is
  /// forgotten together. That the message has the bytes of a piece and ``width`` more, in which a value begins, is checked
  /// once for each piece; ``endNearEnd`` compares the last ``width`` bytes where there are no more.
  /// - Returns: the first of its fields.
  @inline(never)
  private func match(_ json: Span<UInt8>, _ begins: inout Begins) -> Int? {
    let text = text.span
    let pieces = pieces.span
    let last = json.count &- Self.width
    guard last >= 0 else { return nil }
    var offset = 0
    var count = 0
    var index = Int(pieces[0].follower)
    while index != 0 {
      let piece = unsafe pieces[unchecked: index]
      let value = offset &+ Int(piece.count)
      let end: Int?
      if value <= last {
        end =
          unsafe Self.isEqual(piece, json, offset, text)
          ? Self.end(of: piece.next, json, from: value) : nil
      } else {
        end = Self.endNearEnd(piece, json, offset, text)
      }
      guard let end else {
        index = Int(piece.sibling)
        continue
      }
      begins[count] = Int32(truncatingIfNeeded: offset)
      guard piece.next != .end else { return Int(piece.follower) }
      offset = end
      count &+= 1
      index = Int(piece.follower)
    }
    return nil
  }

  /// Whether a piece stands at `offset`, behind which there are ``width`` bytes more.
  @unsafe @inline(__always)
  private static func isEqual(_ piece: Piece, _ json: Span<UInt8>, _ offset: Int, _ text: Span<UInt8>) -> Bool
  {
    var index = 0
    let start = Int(piece.start)
    while index &+ width < Int(piece.count) {
      guard unsafe json.differences(unchecked: offset &+ index, text, start &+ index) == 0 else {
        return false
      }
      index &+= width
    }
    let differences = unsafe json.differences(unchecked: offset &+ index, text, start &+ index)
    return areNone(differences, before: Int(piece.count) &- index)
  }

  /// Whether none of the lowest `count` bits is set, 1 to 32: no piece of an object is empty.
  @inline(__always)
  private static func areNone(_ bits: UInt32, before count: Int) -> Bool {
    bits &<< UInt32(truncatingIfNeeded: width &- count) == 0
  }

  /// Where what follows a piece ends; `nil` when something else follows. There are ``width`` bytes from `start` on.
  @unsafe @inline(__always)
  private static func end(of next: Next, _ json: Span<UInt8>, from start: Int) -> Int? {
    switch next {
    case .text: return endOfText(json, from: start)
    case .number: return unsafe endOfNumber(json, from: start)
    case .end: return nil
    }
  }

  /// Where what follows a piece ends, if the piece stands at `offset`; `nil` when something else stands there or follows. The
  /// message ends less than ``width`` bytes behind the piece, or before.
  @inline(never)
  private static func endNearEnd(_ piece: Piece, _ json: Span<UInt8>, _ offset: Int, _ text: Span<UInt8>)
    -> Int?
  {
    let value = offset + Int(piece.count)
    guard value <= json.count else { return nil }
    let last = json.count - width
    let start = Int(piece.start)
    var index = 0
    while index < Int(piece.count) {
      // The last bytes of the message are compared with what stands before in `text` too, which does not count.
      let back = max(offset + index - last, 0)
      let differences = unsafe json.differences(unchecked: offset + index - back, text, start + index - back)
      let count = min(Int(piece.count) - index, width - back)
      guard areNone(differences >> UInt32(back), before: count) else { return nil }
      index += count
    }
    switch piece.next {
    case .text: return endOfText(json, from: value)
    case .number: return endOfLongNumber(json, from: value)
    case .end: return value == json.count ? value : nil
    }
  }

  /// Where a text ends, at its closing quote; `nil` when there is an escape in it, or what must not be.
  @inline(__always)
  private static func endOfText(_ json: Span<UInt8>, from start: Int) -> Int? {
    let end = json.endOfPlainText(from: start)
    guard end < json.count, json[end] == UInt8(ascii: "\"") else { return endOfOtherText(json, from: end) }
    return end
  }

  /// The same where more than plain text comes first.
  @inline(never)
  private static func endOfOtherText(_ json: Span<UInt8>, from start: Int) -> Int? {
    var offset = start
    while offset < json.count, json[offset] != UInt8(ascii: "\"") {
      guard json[offset] >= 0x80, let length = try? json.lengthOfUTF8Sequence(at: offset) else { return nil }
      offset = json.endOfPlainText(from: offset + length)
    }
    return offset < json.count ? offset : nil
  }

  /// Where a number ends; `nil` when it is not a plain one, with an exponent perhaps. There are ``width`` bytes from `start`
  /// on.
  @unsafe @inline(__always)
  private static func endOfNumber(_ json: Span<UInt8>, from start: Int) -> Int? {
    // Nearly all are shorter than that: no digit is known of behind it.
    let ends = unsafe json.endsOfDigits(unchecked: start)
    // A sign is none, which only the first may be.
    let sign = ends & 1
    var rest = ends & ~1
    var end = start &+ rest.trailingZeroBitCount
    let digits = rest.trailingZeroBitCount &- Int(sign)
    guard rest != 0, digits > 0, unsafe sign == 0 || json[unchecked: start] == UInt8(ascii: "-"),
      unsafe digits == 1 || json[unchecked: start &+ Int(sign)] != UInt8(ascii: "0")
    else { return endOfLongNumber(json, from: start) }
    if unsafe json[unchecked: end] == UInt8(ascii: ".") {
      rest &= rest &- 1
      let point = end
      end = start &+ rest.trailingZeroBitCount
      guard rest != 0, end > point &+ 1 else { return endOfLongNumber(json, from: start) }
    }
    guard unsafe json[unchecked: end] | 0x20 != UInt8(ascii: "e") else {
      return endOfLongNumber(json, from: start)
    }
    return end
  }

  /// The same for any number.
  @inline(never)
  private static func endOfLongNumber(_ json: Span<UInt8>, from start: Int) -> Int? {
    guard start < json.count else { return nil }
    let first = json[start] == UInt8(ascii: "-") ? start + 1 : start
    var offset = endOfDigits(json, from: first)
    guard offset > first, offset == first + 1 || json[first] != UInt8(ascii: "0") else { return nil }
    if offset < json.count, json[offset] == UInt8(ascii: ".") {
      let point = offset
      offset = endOfDigits(json, from: point + 1)
      guard offset > point + 1 else { return nil }
    }
    return offset < json.count && json[offset] | 0x20 == UInt8(ascii: "e") ? nil : offset
  }

  private static func endOfDigits(_ json: Span<UInt8>, from start: Int) -> Int {
    var offset = start
    while offset < json.count, json[offset] &- 0x30 < 10 { offset += 1 }
    return offset
  }

  // MARK: Learning

  /// Learns the outline of a message that was read and is valid, with the places of its fields.
  mutating func learn(_ json: Span<UInt8>, _ places: FieldPlaces) {
    guard json.count <= Self.messageLimit, let values = Self.values(in: json) else { return }
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
        range.indices.allSatisfy({ json[$0] == text[Int(piece.start) + $0 - range.lowerBound] })
      {
        return known
      }
      known = Int(piece.sibling)
      siblings += 1
    }
    isCrowded = isCrowded || siblings >= Self.siblingLimit
    text.removeLast(Self.width)
    pieces.append(
      Piece(
        start: UInt32(text.count), count: UInt16(range.count), next: next, sibling: pieces[index].follower))
    text.append(json.extracting(range))
    text.append(contentsOf: repeatElement(0, count: Self.width))
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
