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
///
/// Of each value is known too whether it has had one ``Form`` so far, as EUIs and most counters have. Such a value need not
/// be looked for: the tree is joined to stretches of pieces and such values, which are compared in one go. A message with
/// a value of another form is read, and from then on this value is looked for.
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
    /// Where its text stands in ``text``, and the form of the value behind it.
    var text: Range<Int>
    var next: Next
    /// The form that all values behind it had; `nil` if there were several.
    var form: Form?
    /// Another piece that was seen in the same place, and the first that was seen behind this one, in
    /// ``pieces``; 0 for none. At the end of a message the latter is its first field in ``fields``.
    var sibling = 0
    var follower = 0
  }

  /// What values have in common of which one is like the other, but for its letters and digits.
  private enum Form: Equatable {
    /// So many bytes of ordinary text.
    case text(Int)
    /// The number with each digit made a 0, and the first of several digits, which is never a 0, made a 1.
    case number([UInt8])

    /// The form of the text or the number that is `value`; `nil` when it is no ordinary one.
    init?(_ value: Span<UInt8>, _ next: Next) {
      guard value.count <= 256 else { return nil }
      // Space and `!` stand below the quote, and are left out with it.
      let isText = next == .text
      guard value.indices.allSatisfy({ isText ? value[$0] >= 0x23 && value[$0] < 0x80 : value[$0] < 0x3A }),
        !value.indices.contains(where: { value[$0] == UInt8(ascii: "\\") })
      else { return nil }
      guard !isText else {
        self = .text(value.count)
        return
      }
      var digits = value.indices.map { value[$0] &- 0x30 < 10 ? 0x30 : value[$0] }
      let first = digits[0] == 0x30 ? 0 : 1
      if digits.count > first + 1, digits[first + 1] == 0x30 { digits[first] = 0x31 }
      self = .number(digits)
    }

    /// How many bytes each of them has.
    var count: Int {
      switch self {
      case .text(let count): count
      case .number(let digits): digits.count
      }
    }

    /// The least and the greatest byte in each place.
    var bounds: (low: [UInt8], high: [UInt8]) {
      switch self {
      case .text(let count):
        ([UInt8](repeating: 0x23, count: count), [UInt8](repeating: 0x7F, count: count))
      case .number(let digits): (digits, digits.map { $0 < 0x30 ? $0 : 0x39 })
      }
    }
  }

  /// Pieces and values of known form, up to a value that has to be looked for, or to the end of the message.
  private struct Stretch {
    /// Where its bytes stand in ``low`` and ``high``.
    var start: UInt32
    var count: UInt32 = 0
    var next = Next.end
    /// Whether a name in it has an escape: else there is no backslash in it.
    var hasEscape: Bool
    /// As in ``Piece``, but in ``stretches`` and ``places``.
    var sibling: UInt32 = 0
    var follower: UInt32 = 0
  }

  /// Where one field's value begins and ends.
  private struct Field {
    var number: UInt8
    var begin: Place
    var end: Place
  }

  /// So many bytes behind the beginning of a piece, or of a stretch.
  private struct Place {
    var part: UInt8
    var distance: Int32

    /// Where that is; `begins` has ``part``.
    @unsafe @inline(__always)
    func offset(unchecked begins: Span<Int32>) -> Int {
      unsafe Int(begins[unchecked: Int(part)] &+ distance)
    }
  }

  private static let none = Field(
    number: .max, begin: Place(part: 0, distance: 0), end: Place(part: 0, distance: 0))

  /// Where the stretches of one message begin.
  typealias Begins = InlineArray<128, Int32>

  /// How many bytes are compared together.
  private static let width = 32
  private static let pieceLimit = 4096
  private static let textLimit = 1 << 17
  private static let fieldLimit = 1 << 14
  private static let siblingLimit = 32
  /// The most bytes and values of a message whose outline is kept.
  private static let messageLimit = Int(UInt16.max)
  private static let valueLimit = Begins.count - 1

  /// The first is none: it stands before all messages.
  private var pieces = [Piece(text: 0..<0, next: .end)]
  /// What stands in them.
  private var text: [UInt8] = []
  /// The fields of each outline, in the order of their numbers, closed by one with 255. The first outline has none.
  private var fields = [Self.none]
  /// Whether so many pieces were seen in one place that going through them is no gain.
  private var isCrowded = false
  /// Whether there is something in the tree that is not in the stretches, and how often that was found since they were made.
  private var isAhead = false
  private var misses = 0

  /// The tree once more, as messages are compared with it. The first is none.
  private var stretches = [Stretch(start: 0, hasEscape: false)]
  /// The least and the greatest byte in each place of a stretch, and ``width`` more that belong to none.
  private var low = [UInt8](repeating: 0, count: Self.width)
  private var high = [UInt8](repeating: 0, count: Self.width)
  /// As ``fields``, but by stretches.
  private var places = [Self.none]

  /// The bytes of all outlines, with their values.
  private(set) var size = 0

  /// Nothing is known yet.
  init() {}

  // MARK: Recall

  /// Finds where the fields of a message stand.
  /// - Parameters:
  ///   - places: where they are noted; empty.
  ///   - begins: where the stretches of the message begin, afterwards; room that is used again.
  ///   - json: the message.
  /// - Returns: `false` when the message has to be read.
  @inline(__always)
  func find(_ places: inout FieldPlaces, _ begins: inout Begins, in json: Span<UInt8>) -> Bool {
    guard let first = match(json, &begins) else { return false }
    let begins = begins.span
    let fields = self.places.span
    var index = first
    // Sound because ``notePlaces`` ends each outline's fields with ``none``, and ``match`` has noted where all parts begin of
    // which it tells.
    while case let field = unsafe fields[unchecked: index], field.number != .max {
      unsafe places.append(
        Int(field.number), from: field.begin.offset(unchecked: begins),
        to: field.end.offset(unchecked: begins))
      index &+= 1
    }
    places.areWithoutEscapes = true
    return true
  }

  /// Compares a message with what is known, and notes in `begins` where its stretches begin.
  ///
  /// What is unchecked here and in what it calls is sound. ``join`` writes into a stretch only the numbers of stretches that
  /// there are, or 0, and of bytes that there are in ``low`` and ``high``, with ``width`` more behind them; both are made
  /// together and not changed. That the message has the bytes of a stretch is checked once for each, and that it has
  /// ``width`` where that is more.
  /// - Returns: the first of its fields.
  @inline(never)
  private func match(_ json: Span<UInt8>, _ begins: inout Begins) -> Int? {
    let (low, high, stretches) = (low.span, high.span, stretches.span)
    var offset = 0
    var count = 0
    var index = Int(stretches[0].follower)
    while index != 0 {
      let stretch = unsafe stretches[unchecked: index]
      guard let end = Self.end(of: stretch, json, offset, low, high) else {
        index = Int(stretch.sibling)
        continue
      }
      begins[count] = Int32(truncatingIfNeeded: offset)
      guard stretch.next != .end else { return Int(stretch.follower) }
      offset = end
      count &+= 1
      index = Int(stretch.follower)
    }
    return nil
  }

  /// Where a stretch and the value behind it end, if they stand at `offset`; `nil` when something else does.
  @inline(__always)
  private static func end(
    of stretch: Stretch, _ json: Span<UInt8>, _ offset: Int, _ low: Span<UInt8>, _ high: Span<UInt8>
  ) -> Int? {
    let value = offset &+ Int(stretch.count)
    guard value <= json.count,
      stretch.hasEscape
        ? isLikeByByte(stretch, json, offset, low, high)
        : stretch.count < width
          ? isLikeShort(stretch, json, offset, low, high) : isLike(stretch, json, offset, low, high)
    else { return nil }
    switch stretch.next {
    case .text: return endOfText(json, from: value)
    case .number:
      return value &+ width <= json.count
        ? unsafe endOfNumber(json, from: value) : endOfLongNumber(json, from: value)
    case .end: return value == json.count ? value : nil
    }
  }

  /// Whether a stretch of at least ``width`` bytes stands at `offset`, which the message has.
  @inline(__always)
  private static func isLike(
    _ stretch: Stretch, _ json: Span<UInt8>, _ offset: Int, _ low: Span<UInt8>, _ high: Span<UInt8>
  ) -> Bool {
    let start = Int(stretch.start)
    let last = Int(stretch.count) &- width
    var index = 0
    while index < last {
      guard unsafe json.fits(unchecked: offset &+ index, low, high, start &+ index) else {
        return false
      }
      index &+= width
    }
    // Some of the last bytes were looked at already.
    return unsafe json.fits(unchecked: offset &+ last, low, high, start &+ last)
  }

  /// The same for a shorter one.
  @inline(__always)
  private static func isLikeShort(
    _ stretch: Stretch, _ json: Span<UInt8>, _ offset: Int, _ low: Span<UInt8>, _ high: Span<UInt8>
  ) -> Bool {
    let start = Int(stretch.start)
    let count = UInt32(width) &- stretch.count
    guard offset &+ width <= json.count else { return isLikeByByte(stretch, json, offset, low, high) }
    // No stretch is empty: there are the braces of an object.
    let first = unsafe json.misfits(unchecked: offset, low, high, start)
    guard stretch.count > 16 else { return first &<< count == 0 }
    let second = unsafe json.misfits(unchecked: offset &+ 16, low, high, start &+ 16)
    return first == 0 && second &<< (16 &+ count) == 0
  }

  /// The same for any, one byte after the other.
  @inline(never)
  private static func isLikeByByte(
    _ stretch: Stretch, _ json: Span<UInt8>, _ offset: Int, _ low: Span<UInt8>, _ high: Span<UInt8>
  ) -> Bool {
    (0..<Int(stretch.count)).allSatisfy { index in
      let (least, byte) = (low[Int(stretch.start) + index], json[offset + index])
      // Where a backslash is the least of all bytes it is part of a name.
      return least...high[Int(stretch.start) + index] ~= byte
        && (byte != UInt8(ascii: "\\") || least == byte)
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
    if isCrowded || pieces.count + values.count > Self.pieceLimit || fields.count > Self.fieldLimit
      || size + json.count > Self.textLimit
    {
      self = JSONOutlines()
    }
    var begins: [Int] = []
    var begin = 0
    var index = 0
    for value in values {
      begins.append(begin)
      let next = json[value.lowerBound - 1] == UInt8(ascii: "\"") ? Next.text : .number
      index = follow(index, json, begin..<value.lowerBound, next, Form(json.extracting(value), next))
      begin = value.upperBound
    }
    begins.append(begin)
    index = follow(index, json, begin..<json.count, .end, nil)
    if pieces[index].follower == 0 {
      pieces[index].follower = fields.count
      note(places, begins)
    }
    joinPieces()
  }

  /// The piece with that text behind the one at `index`, which is made if need be, and has been seen with a value of that form.
  private mutating func follow(
    _ index: Int, _ json: Span<UInt8>, _ range: Range<Int>, _ next: Next, _ form: Form?
  ) -> Int {
    var known = pieces[index].follower
    var siblings = 0
    while known != 0 {
      let piece = pieces[known]
      if piece.next == next, piece.text.count == range.count,
        range.indices.allSatisfy({ json[$0] == text[piece.text.lowerBound + $0 - range.lowerBound] })
      {
        if let old = piece.form, old != form {
          pieces[known].form = nil
          isAhead = true
        }
        return known
      }
      known = piece.sibling
      siblings += 1
    }
    isCrowded = isCrowded || siblings >= Self.siblingLimit
    isAhead = true
    let start = text.count
    text.append(json.extracting(range))
    size += range.count + (form?.count ?? 0)
    pieces.append(
      Piece(text: start..<text.count, next: next, form: form, sibling: pieces[index].follower))
    pieces[index].follower = pieces.count - 1
    return pieces.count - 1
  }

  private mutating func note(_ places: FieldPlaces, _ begins: [Int]) {
    func place(_ offset: Int) -> Place {
      let piece = (begins.firstIndex { $0 > offset } ?? begins.count) - 1
      return Place(part: UInt8(piece), distance: Int32(offset - begins[piece]))
    }
    for number in 0..<FieldPlaces.capacity {
      guard let range = places[number] else { continue }
      fields.append(
        Field(number: UInt8(number), begin: place(range.lowerBound), end: place(range.upperBound)))
    }
    fields.append(Self.none)
  }

  /// Makes the stretches anew, if there is something to be gained: the more there is, the more messages later, so that
  /// what ever new outlines cost is bounded too.
  private mutating func joinPieces() {
    misses += 1
    guard isAhead, misses * Self.pieceLimit / 64 >= pieces.count else { return }
    isAhead = false
    misses = 0
    stretches.removeSubrange(1...)
    low = []
    high = []
    places = [Self.none]
    stretches[0].follower = join(from: pieces[0].follower, [])
    low.append(contentsOf: repeatElement(0, count: Self.width))
    high.append(contentsOf: repeatElement(0, count: Self.width))
  }

  /// Makes stretches of the pieces that were seen in one place, and of all behind them.
  /// - Parameters:
  ///   - first: the first of them; 0 for none.
  ///   - begins: where the pieces before begin.
  /// - Returns: the first of the stretches.
  private mutating func join(from first: Int, _ begins: [Place]) -> UInt32 {
    let depth = (begins.last?.part).map { $0 + 1 } ?? 0
    var index: UInt32 = 0
    for piece in siblings(of: first).reversed() {
      let start = low.count
      var begins = begins
      var last = piece
      while true {
        begins.append(Place(part: depth, distance: Int32(low.count - start)))
        low += text[pieces[last].text]
        high += text[pieces[last].text]
        guard let form = pieces[last].form, pieces[pieces[last].follower].sibling == 0 else { break }
        let bounds = form.bounds
        low += bounds.low
        high += bounds.high
        last = pieces[last].follower
      }
      let (next, follower) = (pieces[last].next, pieces[last].follower)
      stretches.append(
        Stretch(
          start: UInt32(start), count: UInt32(low.count - start), next: next,
          hasEscape: low[start...].contains(UInt8(ascii: "\\")), sibling: index))
      index = UInt32(stretches.count - 1)
      stretches[Int(index)].follower =
        next == .end ? notePlaces(fields[follower...], begins) : join(from: follower, begins)
    }
    return index
  }

  /// A piece and all that were seen in the same place.
  private func siblings(of first: Int) -> [Int] {
    Array(sequence(first: first) { pieces[$0].sibling }.prefix { $0 != 0 })
  }

  /// Notes the fields of an outline by stretches.
  /// - Returns: the first of them in ``places``.
  private mutating func notePlaces(_ fields: ArraySlice<Field>, _ begins: [Place]) -> UInt32 {
    func place(_ place: Place) -> Place {
      let begin = begins[Int(place.part)]
      return Place(part: begin.part, distance: begin.distance + place.distance)
    }
    let first = places.count
    for field in fields.prefix(while: { $0.number != .max }) {
      places.append(Field(number: field.number, begin: place(field.begin), end: place(field.end)))
    }
    places.append(Self.none)
    return UInt32(first)
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
