import Model

/// Collects what the fields of one JSON object, or one Protobuf struct, say.
///
/// A value that is absent or `null` gives no reading, and so does one that is not of its field's kind, with a
/// remark. A number may be written as text, with or without a unit behind it, which then counts; a switch may
/// be true or false, or one of the usual words.
struct NamedValues {
  /// When it was measured, if a field says so.
  private(set) var time: Timestamp?
  /// The device's identifier; empty when no field says so.
  private(set) var device: [UInt8] = []
  private let defaultTime: Timestamp
  private let first: Int

  /// What a leaf holds.
  enum Scalar {
    case number(Double)
    case truth(Bool)
    /// Text as it is meant, escapes resolved.
    case text([UInt8])
  }

  /// Values that are measured at `time` unless they say otherwise, whose readings are appended to `readings`.
  init(at time: Timestamp, appendingTo readings: Readings) {
    defaultTime = time
    first = readings.items.count
  }

  /// Takes one value.
  /// - Parameters:
  ///   - scalar: the value.
  ///   - role: what it stands for.
  ///   - offset: where it stands, for errors.
  ///   - readings: where the reading goes.
  /// - Throws: `bad_time` for a time that can't be read.
  mutating func take(
    _ scalar: Scalar, as role: FieldTree.Role, at offset: Int, into readings: inout Readings
  ) throws(DecodeError) {
    switch role {
    case .time:
      guard let time = Self.time(scalar) else {
        throw DecodeError(
          .badTime, at: offset, expected: "an RFC 3339 time, or seconds or milliseconds since 1970")
      }
      self.time = time
    case .device:
      if case .text(let name) = scalar { device = name }
    case .unsure(let quantity, let least):
      guard let value = Self.value(scalar, of: quantity, scale: nil, from: least) else {
        let name = quantity.name
        return readings.warn(
          "\(name) has no unit that all makers agree on: say it, field.\(name)=\(name) UNIT")
      }
      readings.append(quantity, value, at: defaultTime)
    case .reading(let quantity, let scale):
      guard let value = Self.value(scalar, of: quantity, scale: scale) else {
        return readings.warn("\(quantity.name) has no number")
      }
      readings.append(quantity, value, at: defaultTime)
    }
  }

  /// Gives the readings their time, and keeps the last of those that are there twice.
  func finish(_ readings: inout Readings) {
    if let time {
      for index in readings.items.indices[first...] {
        let reading = readings.items[index]
        readings.set(index, Reading(reading.quantity, reading.value, at: time))
      }
    }
    readings.keepLast(from: first)
  }

  // MARK: Values

  /// The value in our unit. A bare number comes in the unit of `scale`; without one it counts from `least` on, in ours.
  private static func value(
    _ scalar: Scalar, of quantity: Quantity, scale: Double?, from least: Double = 0
  ) -> Double? {
    let own = quantity.unit
    func bare(_ number: Double) -> Double? {
      guard let scale else { return number >= least ? number : nil }
      return Unit.rescale(number, by: scale, to: own.scale)
    }
    switch scalar {
    case .number(let number): return bare(number)
    case .truth(let truth): return own.dimension == .number ? (truth ? 1 : 0) : nil
    case .text(let text):
      let text = trimmed(text[...])
      if quantity.range == 0...1, own == .one,
        let word = words[String(decoding: text, as: UTF8.self).lowercased()]
      {
        return word
      }
      guard let (number, rest) = leadingNumber(text) else { return nil }
      if rest.isEmpty { return bare(number) }
      guard let unit = Unit.named(String(decoding: rest, as: UTF8.self)), unit.dimension == own.dimension
      else { return nil }
      return unit.convert(number, to: own)
    }
  }

  /// What scripts and devices call the two states of a switch, a bay or a lamp.
  private static let words: [String: Double] = [
    "true": 1, "on": 1, "yes": 1, "occupied": 1, "busy": 1,
    "false": 0, "off": 0, "no": 0, "free": 0, "vacant": 0, "unoccupied": 0,
  ]

  private static func time(_ scalar: Scalar) -> Timestamp? {
    switch scalar {
    case .number(let number): return time(sinceEpoch: number)
    case .truth: return nil
    case .text(let text):
      if let time = Timestamp(rfc3339: text.span) { return time }
      guard let (number, rest) = leadingNumber(text[...]), rest.isEmpty else { return nil }
      return time(sinceEpoch: number)
    }
  }

  /// Seconds, or from 10^11 on (the year 5138 in seconds, 1973 in milliseconds) milliseconds. To the
  /// microsecond: a double holds a time of today no finer than a quarter of that.
  private static func time(sinceEpoch number: Double) -> Timestamp? {
    let microseconds = (number < 1e11 ? number * 1e6 : number * 1e3).rounded()
    guard 0...9e15 ~= microseconds else { return nil }
    return Timestamp(nanoseconds: Int64(microseconds) * 1000)
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let byte = text.first, byte == 0x20 { text.removeFirst() }
    while let byte = text.last, byte == 0x20 { text.removeLast() }
    return text
  }

  /// A number as JSON writes it, and what follows behind it without the spaces between.
  private static func leadingNumber(_ text: ArraySlice<UInt8>) -> (Double, ArraySlice<UInt8>)? {
    let bytes = Array(text)
    guard let (number, end) = try? JSONNumber.scan(bytes.span, from: 0) else { return nil }
    return (number.value(bytes.span), trimmed(bytes[end...]))
  }
}
