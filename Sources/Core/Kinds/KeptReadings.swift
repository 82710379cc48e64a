import Model

/// Readings of an asset in their order, in half the room that they take one by one: a city keeps dozens for each.
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
      makeRoom()
      Difference(from: newest, to: reading).append(to: &bytes)
    }
    newest = reading
    count += 1
  }

  /// Takes the first reading away.
  mutating func removeFirst() -> FrameReading {
    precondition(count > 0)
    let removed = first
    var place = 0
    if let second = Difference(from: bytes, at: &place)?.applied(to: first) {
      first = second
      bytes.removeSubrange(0..<place)
    }
    count -= 1
    return removed
  }

  /// A city has many assets, and many of them say little: an array that doubles its room would have up to twice of what is
  /// needed.
  private mutating func makeRoom() {
    guard bytes.capacity - bytes.count < Difference.longest else { return }
    bytes.reserveCapacity(bytes.count + bytes.count / 2 + Difference.longest)
  }
}

extension KeptReadings: Sequence {
  struct Iterator: IteratorProtocol {
    fileprivate let bytes: [UInt8]
    fileprivate var upcoming: FrameReading?
    fileprivate var place = 0

    mutating func next() -> FrameReading? {
      guard let reading = upcoming else { return nil }
      upcoming = Difference(from: bytes, at: &place)?.applied(to: reading)
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
      guard let next = Difference(from: bytes, at: &place)?.applied(to: newest) else { throw .damaged }
      newest = next
    }
    guard place == bytes.count else { throw .damaged }
  }
}

/// How a reading differs from the one before it: three words, told by as many bytes as it takes.
private struct Difference {
  /// Two bytes for the lengths of three words, and the words.
  static let longest = 2 + 3 * 8

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

  /// What brought the reading and what it measures.
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

  func append(to bytes: inout [UInt8]) {
    var lengths: UInt16 = 0
    for index in 0..<3 {
      lengths |= UInt16((71 - words[index].leadingZeroBitCount) / 8) << (4 * UInt16(index))
    }
    bytes.append(UInt8(truncatingIfNeeded: lengths))
    bytes.append(UInt8(truncatingIfNeeded: lengths >> 8))
    for index in 0..<3 {
      var rest = words[index]
      while rest != 0 {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
      }
    }
  }

  /// Reads the one that begins at a place, which moves behind it; `nil` where the bytes end before it does.
  init?(from bytes: [UInt8], at place: inout Int) {
    guard bytes.count - place >= 2 else { return nil }
    let lengths = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
    place += 2
    words = InlineArray(repeating: 0)
    for index in 0..<3 {
      let length = Int(lengths >> (4 * UInt16(index)) & 0xF)
      guard length <= 8, length <= bytes.count - place else { return nil }
      for byte in 0..<length { words[index] |= UInt64(bytes[place + byte]) << (8 * UInt64(byte)) }
      place += length
    }
  }
}
