import Model

/// A record's resolved name, taken apart into device and quantity. All ranges are in the envelope's bytes.
struct SenMLName {
  /// Base name and name.
  let whole: Range<Int>
  /// Whether there is a base name.
  let hasBase: Bool
  /// Whether the device is named by a URN, before the name of a quantity.
  let isURN: Bool
  /// What the last part names, if it is a quantity of ours.
  let quantity: Quantity?
  /// The part that names the device; `nil` when there is none.
  let device: Range<Int>?
  /// Whether the name is the device's, with nothing behind it.
  let isDeviceAlone: Bool

  /// Appends the resolved name to the envelope's bytes and takes it apart.
  init(
    base: JSONScanner.Text?, own: JSONScanner.Text?, _ message: Span<UInt8>,
    appendedTo envelope: inout Envelope
  ) {
    let start = envelope.byteCount
    if let base { envelope.appendText(base, message) }
    let middle = envelope.byteCount
    if let own { envelope.appendText(own, message) }
    let end = envelope.byteCount
    whole = start..<end
    hasBase = middle > start

    let lastPart = Self.lastPart(middle == end ? whole : middle..<end, envelope.bytes)
    quantity = SenMLQuantity.named(lastPart, in: envelope.bytes.span)
    let candidate: Range<Int>
    if hasBase, middle < end {
      candidate = start..<middle
    } else if quantity == nil {
      candidate = whole
    } else {
      candidate = start..<lastPart.lowerBound
    }
    let trimmed = Self.trimmed(candidate, envelope.bytes)
    device = trimmed.isEmpty ? nil : trimmed
    isURN = quantity != nil && device.map { envelope.bytes[$0].starts(with: "urn:".utf8) } ?? false
    isDeviceAlone = quantity == nil && (!hasBase || middle == end)
  }

  /// RFC 8428, section 4.5.1: letters, digits and `-:./_`, a letter or digit first. Longer ones than any device's and its
  /// quantity's are refused, since each record repeats the base name.
  func isValid(_ bytes: [UInt8]) -> Bool {
    guard let first = whole.first, whole.count <= 256, Self.isAlphanumeric(bytes[first]) else { return false }
    return whole.allSatisfy { Self.isAlphanumeric(bytes[$0]) || Self.isSeparator(bytes[$0]) }
  }

  /// Whether one of two identifiers is the other, or continues it behind a separator, or ends with it
  /// behind one (`urn:dev:imei:868…` and `868…`).
  static func areRelated(_ a: Range<Int>, _ b: Range<Int>, _ bytes: [UInt8]) -> Bool {
    let (short, long) = a.count <= b.count ? (bytes[a], bytes[b]) : (bytes[b], bytes[a])
    if long.count == short.count { return long == short }
    if long.starts(with: short) { return isSeparator(long[long.startIndex + short.count]) }
    return long.suffix(short.count) == short && isSeparator(long[long.endIndex - short.count - 1])
  }

  /// What stands behind the last `:` or `/`.
  private static func lastPart(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    let separator = range.last { bytes[$0] == UInt8(ascii: ":") || bytes[$0] == UInt8(ascii: "/") }
    return (separator.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
  }

  /// Without separators at the end.
  private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var range = range
    while let last = range.last, isSeparator(bytes[last]) { range = range.dropLast() }
    return range
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }
}
