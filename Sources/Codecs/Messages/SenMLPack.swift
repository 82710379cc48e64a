import Model

/// Resolves the records of one pack (RFC 8428, section 4.6) and makes readings of them.
struct SenMLPack {
  /// The version that we know, and that of a pack that names none; one of a higher version must not be used.
  private static let knownVersion = 10.0
  /// Times below are relative to now (RFC 8428, section 4.5.3).
  private static let relativeTimeLimit = 268_435_456.0
  /// Beyond it a time does not fit in a ``Timestamp``.
  private static let timeLimit = 9_000_000_000.0

  private let now: Timestamp
  /// The topic's device, in the envelope's bytes; `nil` when the subscription has no wildcard.
  private let topicDevice: Range<Int>?
  /// The device of the pack's first base name, in the envelope's bytes.
  private var firstDevice: Range<Int>?
  private var baseName: JSONScanner.Text?
  private var baseTime = 0.0
  private var baseUnit: JSONScanner.Text?
  private var baseValue = 0.0
  private var baseSum: Double?
  /// The version of all records, which must be one (RFC 8428, section 4.4); `nil` before the first.
  private var version: Double?

  /// The beginning of a pack.
  init(topic: Span<UInt8>, _ arrival: Arrival, _ envelope: inout Envelope) {
    now = arrival.at
    guard !arrival.wildcard.isEmpty, arrival.wildcard.upperBound <= topic.count else {
      topicDevice = nil
      return
    }
    let device = envelope.append(topic.extracting(arrival.wildcard))
    envelope.lowercaseEUI(device)
    topicDevice = device
  }

  /// Checks what only the whole pack shows.
  func finish() throws(DecodeError) {
    guard version != nil else {
      throw DecodeError(.wrongFormat, at: 0, expected: "at least one SenML record")
    }
  }

  /// Resolves `record` and appends its reading to the uplink of its device.
  mutating func append(
    _ record: SenMLRecord, _ message: Span<UInt8>, to envelope: inout Envelope
  ) throws(DecodeError) {
    try takeBase(record)
    guard !record.isBaseOnly else { return }
    try checkValue(record)
    let at = try time(record)

    let name = SenMLName(base: baseName, own: record.name, message, appendedTo: &envelope)
    guard name.isValid(envelope.bytes) else {
      throw DecodeError(
        .wrongFormat, at: record.offset,
        expected: "a name of 1 to 256 letters, digits and -:./_ that begins with a letter or digit")
    }
    guard let device = device(of: name, &envelope) else {
      throw DecodeError(
        .missingField, at: record.offset, expected: "a base name, or a wildcard in the subscription's topic")
    }
    select(device, in: &envelope)
    if let quantity = name.quantity ?? inferredQuantity(record, name, message) {
      if record.valueCount > 0 { appendReading(quantity, record, message, at, to: &envelope) }
      appendSum(quantity, record, message, at, to: &envelope)
    } else {
      let text = name.whole.map { Unicode.Scalar(envelope.bytes[$0]) }
      envelope.readings.warn("no quantity of ours is named like \(String(String.UnicodeScalarView(text)))")
    }
    if let last = envelope.uplinks.indices.last {
      envelope.uplinks[last].extendReadings(to: envelope.readings.items.count)
    }
  }

  // MARK: Base fields, checks, time

  private mutating func takeBase(_ record: SenMLRecord) throws(DecodeError) {
    let version = record.version ?? self.version ?? Self.knownVersion
    guard version <= Self.knownVersion else {
      throw DecodeError(.wrongFormat, at: record.offset, expected: "SenML of version 10 or lower")
    }
    guard version == self.version ?? version else {
      throw DecodeError(.wrongFormat, at: record.offset, expected: "the same bver in all records")
    }
    self.version = version
    if let name = record.baseName { baseName = name }
    if let time = record.baseTime { baseTime = time }
    if let unit = record.baseUnit { baseUnit = unit }
    if let value = record.baseValue { baseValue = value }
    if let sum = record.baseSum { baseSum = sum }
  }

  private func checkValue(_ record: SenMLRecord) throws(DecodeError) {
    guard record.valueCount <= 1 else {
      throw DecodeError(.wrongFormat, at: record.offset, expected: "one of v, vb, vs and vd, not several")
    }
    guard record.valueCount == 1 || record.sum != nil || baseSum != nil else {
      throw DecodeError(.missingField, at: record.offset, expected: "a value or a sum")
    }
  }

  /// To the microsecond: a double holds a time of today no finer than a quarter of that.
  private func time(_ record: SenMLRecord) throws(DecodeError) -> Timestamp {
    let seconds = baseTime + (record.time ?? 0)
    guard abs(seconds) < Self.timeLimit else {
      throw DecodeError(.badTime, at: record.offset, expected: "a time within the years 1684 to 2255")
    }
    let nanoseconds = Int64((seconds * 1e6).rounded()) * 1000
    return seconds < Self.relativeTimeLimit
      ? now + .nanoseconds(nanoseconds) : Timestamp(nanoseconds: nanoseconds)
  }

  // MARK: Device

  /// The device that a record belongs to, as ``SenML`` describes; `nil` when nothing names one.
  private mutating func device(of name: SenMLName, _ envelope: inout Envelope) -> Range<Int>? {
    if let device = name.device { envelope.lowercaseEUI(device) }
    guard let topicDevice else { return name.device }
    guard name.hasBase || name.isURN, let device = name.device else { return topicDevice }
    guard let firstDevice else {
      firstDevice = device
      return topicDevice
    }
    let isTopicDevice =
      SenMLName.areRelated(device, firstDevice, envelope.bytes)
      || SenMLName.areRelated(device, topicDevice, envelope.bytes)
    return isTopicDevice ? topicDevice : device
  }

  /// Makes the last uplink one of `device`, whose identifier stands in the envelope's bytes.
  private func select(_ device: Range<Int>, in envelope: inout Envelope) {
    if let last = envelope.uplinks.last,
      envelope.bytes[last.identifier].elementsEqual(envelope.bytes[device])
    {
      return
    }
    let count = envelope.readings.items.count
    let uplink = Uplink(device: DeviceKey(envelope.bytes.span.extracting(device)), receivedAt: now)
    envelope.uplinks.append(
      Envelope.Entry(uplink: uplink, identifier: device, content: .readings(count..<count)))
  }

  // MARK: Reading

  /// A record that is named like its device alone says by its unit what it measures, if only one of our
  /// quantities has that unit.
  private func inferredQuantity(
    _ record: SenMLRecord, _ name: SenMLName, _ message: Span<UInt8>
  ) -> Quantity? {
    guard name.isDeviceAlone, let unit = record.unit ?? baseUnit else { return nil }
    return SenMLUnit.onlyQuantity(JSONKey(message, unit))
  }

  private func appendReading(
    _ quantity: Quantity, _ record: SenMLRecord, _ message: Span<UInt8>, _ at: Timestamp,
    to envelope: inout Envelope
  ) {
    let value: Double
    if let number = record.value {
      value = baseValue + number
    } else if let boolean = record.boolean, quantity.unit.dimension == .number {
      value = boolean ? 1 : 0
    } else {
      return envelope.readings.warn("\(quantity.name) has no number")
    }
    let unit = (record.unit ?? baseUnit).map { JSONKey(message, $0) }
    guard let converted = SenMLUnit.convert(value, from: unit, to: quantity) else {
      return envelope.readings.warn("the unit is not one of \(quantity.name)")
    }
    envelope.readings.append(quantity, converted, at: at)
  }

  /// The sum of a value over time is in its unit times seconds: of power that is energy. Of the other quantities
  /// it is none of ours.
  private func appendSum(
    _ quantity: Quantity, _ record: SenMLRecord, _ message: Span<UInt8>, _ at: Timestamp,
    to envelope: inout Envelope
  ) {
    guard record.sum != nil || baseSum != nil else { return }
    guard quantity == .power else { return envelope.readings.warn("the sum of \(quantity.name) is left out") }
    let sum = (baseSum ?? 0) + (record.sum ?? 0)
    let unit = (record.unit ?? baseUnit).map { JSONKey(message, $0) }
    guard let wattSeconds = SenMLUnit.convert(sum, from: unit, to: .power) else { return }
    envelope.readings.append(.energy, wattSeconds / 3600, at: at)
  }
}

extension Envelope.Entry {
  /// Takes the readings up to `end` in.
  fileprivate mutating func extendReadings(to end: Int) {
    guard case .readings(let range) = content else { return }
    content = .readings(range.lowerBound..<max(range.lowerBound, end))
  }
}
