import Model

/// Where the fields that a format wants stand in one JSON message.
///
/// What a field is, its number, is the format's own business. The room is used again for the next message.
struct FieldPlaces: Sendable {
  /// How many fields there is room for.
  static let capacity = 64

  /// Each value's begin in the lower half, its end in the upper; 0 when absent, since no value is empty.
  private var places = [UInt64](repeating: 0, count: capacity)
  /// All from here on are absent.
  private var used = 0
  /// Whether it is known that no text among the fields has an escape.
  var areWithoutEscapes = false

  /// Where the value of a field stands, a text with its quotes; `nil` when it is absent.
  @inline(__always)
  subscript(field: Int) -> Range<Int>? {
    get {
      let place = places[field]
      return place == 0 ? nil : Int(place & 0xFFFF_FFFF)..<Int(place >> 32)
    }
    set {
      used = max(used, field &+ 1)
      places[field] = newValue.map { Self.place(from: $0.lowerBound, to: $0.upperBound) } ?? 0
    }
  }

  /// Notes where the value of a field stands behind all that are noted so far.
  @inline(__always)
  mutating func append(_ field: Int, from begin: Int, to end: Int) {
    used = field &+ 1
    places[field] = Self.place(from: begin, to: end)
  }

  @inline(__always)
  private static func place(from begin: Int, to end: Int) -> UInt64 {
    UInt64(UInt32(truncatingIfNeeded: end)) << 32 | UInt64(UInt32(truncatingIfNeeded: begin))
  }

  /// Forgets all of them.
  mutating func removeAll() {
    for field in 0..<used { places[field] = 0 }
    used = 0
    areWithoutEscapes = false
  }

  /// The field as text; `nil` when it is absent.
  @inline(__always)
  func text(
    _ field: Int, _ json: Span<UInt8>, _ expected: String
  ) throws(DecodeError) -> JSONScanner.Text? {
    guard let place = self[field] else { return nil }
    if areWithoutEscapes, json[place.lowerBound] == UInt8(ascii: "\"") {
      return JSONScanner.Text(range: place.lowerBound + 1..<place.upperBound - 1, isEscaped: false)
    }
    var scanner = JSONScanner(at: place.lowerBound)
    return try scanner.string(json, expected)
  }

  /// The field as a number; `nil` when it is absent.
  @inline(__always)
  func number(_ field: Int, _ json: Span<UInt8>, _ expected: String) throws(DecodeError) -> Double? {
    guard let place = self[field] else { return nil }
    if let value = JSONNumber.shortValue(json, place) { return value }
    if JSONNumber.begins(with: json[place.lowerBound]) {
      return try JSONNumber.scan(json, from: place.lowerBound).0.value(json)
    }
    var scanner = JSONScanner(at: place.lowerBound)
    return try scanner.number(json, expected)
  }

  /// The field as a whole number from 0 to `limit`; `nil` when it is absent.
  @inline(__always)
  func integer(
    _ field: Int, _ json: Span<UInt8>, upTo limit: UInt32, _ expected: String
  ) throws(DecodeError) -> UInt32? {
    guard let place = self[field] else { return nil }
    if let value = json.wholeNumber(in: place), value <= limit { return UInt32(truncatingIfNeeded: value) }
    var scanner = JSONScanner(at: place.lowerBound)
    return try scanner.integer(json, upTo: limit, expected)
  }
}

extension Span<UInt8> {
  /// The value of up to eight digits; `nil` when something else stands there, or more.
  @inline(__always)
  fileprivate func wholeNumber(in range: Range<Int>) -> Int64? {
    guard 1...8 ~= range.count else { return nil }
    let digits = EightDigits(word(at: range.lowerBound, before: range.upperBound), count: range.count)
    return digits.areDigits ? digits.number : nil
  }
}

extension JSONScanner {
  /// Where the values of two members of the next object stand, whose other members are left behind; `nil`
  /// when there is `null` instead of the object.
  mutating func members(
    _ json: Span<UInt8>, _ names: (JSONKey, JSONKey), _ expected: String
  ) throws(DecodeError) -> (Range<Int>?, Range<Int>?)? {
    guard try beginObject(json, expected) else { return nil }
    var places: (Range<Int>?, Range<Int>?) = (nil, nil)
    while let key = try nextKey(json) {
      switch key {
      case names.0: places.0 = try value(json)
      case names.1: places.1 = try value(json)
      default: try skipValue(json)
      }
    }
    return places
  }
}
