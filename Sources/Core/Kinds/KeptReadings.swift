import Model

/// Readings of an asset in their order, in less than half the room that they take one by one: a city keeps dozens for each.
///
/// The first and the last stand here as they are; how each behind the first differs from the one before it, the bytes
/// tell. Nothing is rounded.
struct KeptReadings: Sendable {
  // The count stands where `first` leaves room, and the bytes are none for one reading: most assets of a large city that
  // has just begun have that.
  private var first = KeptReadings.nothing
  private(set) var count: UInt8 = 0
  private var newest = KeptReadings.nothing
  private var bytes: [UInt8] = []

  private static let nothing = FrameReading(Reading(.fillLevel, 0, at: .distantPast))

  init() {}

  init(_ readings: [FrameReading]) {
    for reading in readings { append(reading) }
  }

  var last: FrameReading? { count > 0 ? newest : nil }

  /// Puts a reading behind the others, which are all before it.
  mutating func append(_ reading: FrameReading) {
    if count == 0 {
      first = reading
    } else {
      let difference = Difference(from: newest, to: reading)
      makeRoom(for: difference.byteCount)
      difference.append(to: &bytes)
    }
    newest = reading
    count += 1
  }

  /// Takes the first reading away.
  mutating func removeFirst() -> FrameReading {
    precondition(count > 0)
    let removed = first
    var place = 0
    if let second = Difference(from: bytes.span, at: &place)?.applied(to: first) {
      first = second
      bytes.removeSubrange(0..<place)
    }
    count -= 1
    return removed
  }

  /// A city has many assets, and many of them say little: an array that doubles its room would have up to twice of what is
  /// needed.
  private mutating func makeRoom(for count: Int) {
    guard bytes.capacity - bytes.count < count else { return }
    bytes.reserveCapacity(bytes.count + count + bytes.count / 16)
  }
}

extension KeptReadings: Sequence {
  struct Iterator: IteratorProtocol {
    fileprivate let bytes: [UInt8]
    fileprivate var upcoming: FrameReading?
    fileprivate var place = 0

    mutating func next() -> FrameReading? {
      guard let reading = upcoming else { return nil }
      var behind = place
      upcoming = Difference(from: bytes.span, at: &behind)?.applied(to: reading)
      place = behind
      return reading
    }
  }

  func makeIterator() -> Iterator { Iterator(bytes: bytes, upcoming: count > 0 ? first : nil) }

  var underestimatedCount: Int { Int(count) }
}

extension KeptReadings {
  func write(to writer: inout ImageWriter) {
    writer.write(count)
    guard count > 0 else { return }
    writer.write(first)
    writer.write(bytes)
  }

  init(from reader: inout ImageReader) throws(ImageError) {
    count = try reader.read()
    guard count > 0 else { return }
    first = try reader.read()
    bytes = try reader.read(arrayOf: UInt8.self)
    newest = first
    var place = 0
    for _ in 1..<count {
      guard let next = Difference(from: bytes.span, at: &place)?.applied(to: newest) else { throw .damaged }
      newest = next
    }
    guard place == bytes.count else { throw .damaged }
  }
}

/// How a reading differs from the one before it: three words, told by as many bytes as it takes.
private struct Difference {
  private var words: InlineArray<3, UInt64>

  init(from earlier: FrameReading, to later: FrameReading) {
    words = [
      // Of a value with few digits only the upper bytes are not zero.
      later.reading.value.bitPattern.byteSwapped,
      UInt64(bitPattern: later.reading.at.nanoseconds &- earlier.reading.at.nanoseconds),
      // Of the next frame of a session nearly always one byte differs.
      Self.source(earlier) ^ Self.source(later),
    ]
  }

  /// What brought the reading and what it measures: never more than five bytes.
  private static func source(_ reading: FrameReading) -> UInt64 {
    UInt64(reading.frame.bits) | UInt64(reading.reading.quantity.rawValue) << 32
  }

  /// The reading that follows `earlier`; `nil` when none can.
  func applied(to earlier: FrameReading) -> FrameReading? {
    let source = words[2] ^ Self.source(earlier)
    guard let quantity = Quantity(rawValue: UInt8(truncatingIfNeeded: source >> 32)) else { return nil }
    let value = Double(bitPattern: words[0].byteSwapped)
    let at = Timestamp(nanoseconds: earlier.reading.at.nanoseconds &+ Int64(bitPattern: words[1]))
    return FrameReading(
      Reading(quantity, value, at: at), FrameMark(bits: UInt32(truncatingIfNeeded: source)))
  }

  /// The largest code of a word's length: of the last word it has two bits.
  private static func longestCode(_ index: Int) -> UInt8 { index < 2 ? 7 : 3 }

  /// How many bytes a word has: as many as the code says, and with the largest all that it can have.
  private static func length(_ index: Int, _ code: UInt8) -> Int {
    code < longestCode(index) ? Int(code) : index < 2 ? 8 : 5
  }

  /// The code of a word's length.
  private func code(_ index: Int) -> UInt8 {
    min(UInt8((71 - words[index].leadingZeroBitCount) / 8), Self.longestCode(index))
  }

  /// The first byte has the codes of the three lengths, in three, three and two bits.
  private var lengths: UInt8 { code(0) | code(1) << 3 | code(2) << 6 }

  var byteCount: Int { 1 + Self.length(0, code(0)) + Self.length(1, code(1)) + Self.length(2, code(2)) }

  func append(to bytes: inout [UInt8]) {
    bytes.append(lengths)
    for index in 0..<3 {
      var rest = words[index]
      for _ in 0..<Self.length(index, code(index)) {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
      }
    }
  }

  /// Reads the one that begins at a place, which moves behind it; `nil` where the bytes end before it does.
  init?(from bytes: Span<UInt8>, at place: inout Int) {
    guard place < bytes.count else { return nil }
    let lengths = bytes[place]
    place += 1
    words = InlineArray(repeating: 0)
    for index in 0..<3 {
      let length = Self.length(index, lengths >> (3 * UInt8(index)) & Self.longestCode(index))
      guard length <= bytes.count - place else { return nil }
      for byte in 0..<length { words[index] |= UInt64(bytes[place + byte]) << (8 * UInt64(byte)) }
      place += length
    }
  }
}
