public import Model

/// What the names mean in the objects that others have decoded for a device: a network server (codec
/// `network`) or the vendor's script (codec `js:FILE`).
///
/// A device's own fields come first. Beside them these names are known, for the quantities that the device's
/// own fields do not name:
/// - those of The Things Stack's normalised payload (`air.co2`, `soil.moisture`), wherever it stands;
/// - at the top of a decoder's object, the names of our quantities (`co2`, `fill_level`), in our units; where makers
///   use several for one name (volts and per cent, kWh and Wh) only if the value itself says its unit.
///
/// Source of the normalised names and units: The Things Stack documentation, "Payload Formatters", "Normalized
/// Payload"; `lib/payload.json` of The Things Network's device repository.
public struct FieldMap: Sendable {
  private let object: FieldTree
  private let normalized: FieldTree

  /// The map of a device with these fields of its own.
  public init(_ fields: [Field]) {
    let own = Set(fields.map(\.quantity))
    var normalized = FieldTree(Self.normalizedFields.filter { !own.contains($0.quantity) })
    normalized.set(.time, at: JSONPointer(tokens: "time"))
    self.normalized = normalized
    // `battery` is in volts in a normalised payload, and in per cent in most decoders' own.
    let nested = Self.normalizedFields.filter { $0.pointer.tokens.count > 1 }
    let known = (nested + Self.plainFields).filter { !own.contains($0.quantity) }
    var object = FieldTree(known)
    for (quantity, least) in Self.unsureNames where !own.contains(quantity) {
      object.set(.unsure(quantity, from: least), at: JSONPointer(tokens: quantity.name))
    }
    for field in fields { object.add(field) }
    self.object = object
  }

  /// Appends the readings that a server's object holds.
  /// - Parameters:
  ///   - decoded: where the object stands.
  ///   - message: the message in which it stands.
  ///   - receivedAt: the time of readings that bring none of their own.
  ///   - readings: where the readings go.
  /// - Throws: `bad_time` for a time in it that can't be read.
  public func read(
    _ decoded: ServerDecoding, in message: Span<UInt8>, receivedAt: Timestamp, into readings: inout Readings
  ) throws(DecodeError) {
    let first = readings.items.count
    if let range = decoded.object {
      var values = NamedValues(at: receivedAt, appendingTo: readings)
      if decoded.isProtobuf {
        try values.read(protobuf: message, struct: range, object, into: &readings)
      } else {
        var scanner = JSONScanner(at: range.lowerBound)
        try values.read(message, &scanner, object, into: &readings)
      }
      values.finish(&readings)
    }
    if let range = decoded.normalized { try read(normalized: range, message, receivedAt, into: &readings) }
    // What has its unit by definition goes before what has it by name.
    readings.keepLast(from: first)
  }

  /// Appends the readings that a vendor's script gave: `{"data": …, "normalized": …, "warnings": […]}`.
  /// - Parameters:
  ///   - answer: the JSON text.
  ///   - receivedAt: the time of readings that bring none of their own.
  ///   - readings: where the readings go.
  /// - Throws: `bad_time` for a time in it that can't be read.
  public func read(
    script answer: Span<UInt8>, receivedAt: Timestamp, into readings: inout Readings
  ) throws(DecodeError) {
    var scanner = JSONScanner()
    var decoded: ServerDecoding?
    guard try scanner.beginObject(answer, "an object") else { return }
    while let key = try scanner.nextKey(answer) {
      switch key {
      case Self.dataKey: decoded = .object(try scanner.value(answer), beside: decoded)
      case Self.normalizedKey: decoded = .normalized(try scanner.value(answer), beside: decoded)
      case Self.warningsKey: try readWarnings(answer, &scanner, into: &readings)
      default: try scanner.skipValue(answer)
      }
    }
    if let decoded { try read(decoded, in: answer, receivedAt: receivedAt, into: &readings) }
  }

  private func readWarnings(
    _ answer: Span<UInt8>, _ scanner: inout JSONScanner, into readings: inout Readings
  ) throws(DecodeError) {
    guard scanner.begins(with: UInt8(ascii: "["), answer) else { return try scanner.skipValue(answer) }
    _ = try scanner.beginArray(answer, "warnings")
    while try scanner.nextElement(answer) {
      guard scanner.begins(with: UInt8(ascii: "\""), answer), let text = try scanner.string(answer, "text")
      else {
        try scanner.skipValue(answer)
        continue
      }
      readings.warn(String(decoding: JSONEscapes.decode(answer, text.range), as: UTF8.self))
    }
  }

  private static let dataKey: JSONKey = "data"
  private static let normalizedKey: JSONKey = "normalized"
  private static let warningsKey: JSONKey = "warnings"

  /// A normalised payload is one measurement, or an array of several.
  private func read(
    normalized range: Range<Int>, _ message: Span<UInt8>, _ receivedAt: Timestamp,
    into readings: inout Readings
  ) throws(DecodeError) {
    var scanner = JSONScanner(at: range.lowerBound)
    if scanner.begins(with: UInt8(ascii: "["), message) {
      _ = try scanner.beginArray(message, "an array of measurements")
      while try scanner.nextElement(message) {
        try readMeasurement(message, &scanner, receivedAt, into: &readings)
      }
    } else {
      try readMeasurement(message, &scanner, receivedAt, into: &readings)
    }
  }

  private func readMeasurement(
    _ message: Span<UInt8>, _ scanner: inout JSONScanner, _ receivedAt: Timestamp,
    into readings: inout Readings
  ) throws(DecodeError) {
    var values = NamedValues(at: receivedAt, appendingTo: readings)
    try values.read(message, &scanner, normalized, into: &readings)
    values.finish(&readings)
  }

  private static let normalizedFields: [Field] = [
    Field(JSONPointer(tokens: "air", "temperature"), .temperature),
    Field(JSONPointer(tokens: "air", "relativeHumidity"), .humidity),
    Field(JSONPointer(tokens: "air", "pressure"), .pressure),
    Field(JSONPointer(tokens: "air", "co2"), .co2),
    Field(JSONPointer(tokens: "air", "lightIntensity"), .illuminance),
    Field(JSONPointer(tokens: "soil", "moisture"), .soilMoisture),
    Field(JSONPointer(tokens: "soil", "temperature"), .soilTemperature),
    // Decisiemens per metre are millisiemens per centimetre.
    Field(JSONPointer(tokens: "soil", "ec"), .soilConductivity, in: Unit.named("mS/cm")),
    Field(JSONPointer(tokens: "metering", "water", "total"), .waterVolume),
    Field(JSONPointer(tokens: "action", "motion", "count"), .motion),
    Field(JSONPointer(tokens: "battery"), .batteryVoltage),
  ]

  /// All that devices measure; the signal is the network's business, and the rest is derived.
  private static let plainFields: [Field] = Quantity.allCases.filter { quantity in
    !quantity.isDerived && quantity != .rssi && quantity != .snr
      && !unsureNames.contains { $0.quantity == quantity }
  }.map { Field(JSONPointer(tokens: $0.name), $0) }

  /// Names whose unit differs among makers, and from which number on it can only be ours: a cell's voltage is below 5.
  private static let unsureNames: [(quantity: Quantity, least: Double)] = [
    (.battery, 5), (.current, .infinity), (.energy, .infinity), (.no2, .infinity), (.o3, .infinity),
    (.tvoc, .infinity),
  ]
}
