import Model

/// The layout that all Milesight sensors share: records of channel, type and data, least significant byte
/// first. What a channel means depends on the model, so each codec has its own table of records.
///
/// Source: Milesight's user guides, chapter "Sensor data", and its published payload decoders.
enum Milesight {
  static let vendor = "Milesight"
  /// 85 unless someone has changed it; the devices can use any port.
  static let ports: [UInt8] = []

  /// A byte of the data that decides whether a record's numbers are measurements.
  struct Condition: Sendable {
    var offset = 0
    var mask: UInt8
    var value: UInt8
    /// Whether the bits under the mask must be `value`, or must not be.
    var isMet = true
  }

  /// The records of one channel and type.
  struct Record: Sendable {
    var channel: UInt8
    var type: UInt8
    /// The length of the data behind channel and type; at least so much where it takes the rest of the payload.
    var length: Int
    var takesRest = false
    var fields: [WireField] = []
    /// Whether the data begins with the Unix time of the measurement.
    var hasTime = false
    /// Numbers that count only sometimes, and when.
    var conditional: (condition: Condition, fields: [WireField])?
    /// What an error calls the record.
    var name: String

    /// Where it ends when it begins at `offset` of a payload of `count` bytes; beyond them when it is cut off.
    func end(from offset: Int, count: Int) -> Int {
      let end = offset + 2 + length
      return takesRest ? max(end, count) : end
    }
  }

  /// Decodes `payload`: records, or a frame of an NB-IoT device around them.
  ///
  /// A frame may hold older reports behind the present one, which begin where channels begin anew; without a
  /// time they are left out. A value that comes twice, the second time as an alarm, counts once, as it is
  /// last; of `phases`, a quantity that several channels measure, the highest counts, and of `parts` the sum.
  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, _ records: [Record], phases: Quantity? = nil,
    parts: Quantity? = nil, into readings: inout Readings
  ) throws(DecodeError) {
    let start = readings.items.count
    if MilesightNBFrame.isNext(payload) {
      let frame = try MilesightNBFrame(payload)
      try walk(payload.extracting(frame.records), context, records, isOneReport: true, &readings)
    } else {
      try walk(payload, context, records, isOneReport: false, &readings)
    }
    if let phases { readings.keepHighest(of: phases, from: start) }
    if let parts { readings.keepSum(of: parts, from: start) }
    readings.keepLast(from: start)
  }

  /// Walks through records and appends what the table says of them.
  ///
  /// A record's length follows only from the table: at an unknown one decoding ends, with a remark, as newer
  /// firmware may have more to say. A payload that begins with one is not this device's.
  private static func walk(
    _ payload: Span<UInt8>, _ context: DecodeContext, _ records: [Record], isOneReport: Bool,
    _ readings: inout Readings
  ) throws(DecodeError) {
    var offset = 0
    var lastChannel: UInt8 = 0
    var isOlder = false
    var ends: [Bool] = []
    while offset < payload.count {
      // What is cut off of older reports is no loss.
      if isOlder, payload.count - offset < 2 { return }
      try payload.require(2, at: offset, "a channel and a type")
      let (channel, type) = (payload[offset], payload[offset + 1])
      guard let record = find(payload, at: offset, in: records, &ends) else {
        guard offset > 0 || mayBegin(channel, type, records) else {
          throw DecodeError(.malformedPayload, at: 0, expected: "a channel and type of this device")
        }
        return readings.warn(
          "unknown channel \(channel) type \(type) at byte \(offset): the rest is left out")
      }
      // What has a time of its own, or is about the device itself, stands anywhere.
      if isOneReport, !isOlder, !record.hasTime, channel < firstSystemChannel {
        isOlder = channel & 0x0F <= lastChannel
        lastChannel = channel & 0x0F
        if isOlder { readings.warn("an older report at byte \(offset) does not say when it was: left out") }
      }
      let end = record.end(from: offset, count: payload.count)
      if isOlder, end > payload.count { return }
      try payload.require(record.length, at: offset + 2, record.name)
      if record.takesRest { readings.warn("\(record.name) and what stands behind it: left out") }
      if !isOlder || record.hasTime { try append(record, payload, at: offset + 2, context, to: &readings) }
      offset = end
    }
  }

  /// Whether a device with these records may begin with one that can't be read: of no length that fits, or of newer
  /// firmware, an alarm or an error of a channel that it has, or what is about the device itself.
  private static func mayBegin(_ channel: UInt8, _ type: UInt8, _ records: [Record]) -> Bool {
    channel >= firstSystemChannel
      || records.contains { record in
        record.type == type && (record.channel == channel || channel >= 0x80)
          || channel >= 0x80 && record.channel == channel & 0x0F
      }
  }

  /// From here on they are about the device itself: answers to downlinks, versions, settings.
  private static let firstSystemChannel: UInt8 = 0xF0

  /// The record at `offset`; `nil` when the table has none, or several and nothing says which.
  ///
  /// Where firmware of several ages gives a channel and type several lengths, it is the first from which the rest of the
  /// payload can be read to its end; else the first behind which a record begins, or the only one that is not cut off.
  /// What ``ends(_:_:)`` says is worked out when it is first asked for.
  private static func find(
    _ payload: Span<UInt8>, at offset: Int, in records: [Record], _ ends: inout [Bool]
  ) -> Record? {
    let (channel, type) = (payload[offset], payload[offset + 1])
    func isOne(_ record: Record) -> Bool { record.channel == channel && record.type == type }
    guard let first = records.firstIndex(where: isOne) else { return system.first(where: isOne) }
    guard records[(first + 1)...].contains(where: isOne) else { return records[first] }
    if ends.isEmpty { ends = Self.ends(payload, records + system) }
    func end(_ record: Record) -> Int { record.end(from: offset, count: payload.count) }
    func leadsToRecord(_ record: Record) -> Bool {
      let next = end(record)
      guard next + 1 < payload.count else { return false }
      func isNext(_ other: Record) -> Bool {
        other.channel == payload[next] && other.type == payload[next + 1]
      }
      return records.contains(where: isNext) || system.contains(where: isNext)
    }
    let whole = records.filter { isOne($0) && end($0) <= payload.count }
    return whole.first { ends[end($0)] } ?? whole.first(where: leadsToRecord)
      ?? (whole.count == 1 ? whole[0] : nil)
  }

  /// For each offset, whether records follow from there to the end of the payload.
  private static func ends(_ payload: Span<UInt8>, _ records: [Record]) -> [Bool] {
    var ends = [Bool](repeating: false, count: payload.count + 1)
    ends[payload.count] = true
    for offset in (0..<max(payload.count - 1, 0)).reversed() {
      let (channel, type) = (payload[offset], payload[offset + 1])
      ends[offset] = records.contains { record in
        guard record.channel == channel, record.type == type else { return false }
        let end = record.end(from: offset, count: payload.count)
        return end <= payload.count && ends[end]
      }
    }
    return ends
  }

  private static func append(
    _ record: Record, _ payload: Span<UInt8>, at offset: Int, _ context: DecodeContext,
    to readings: inout Readings
  ) throws(DecodeError) {
    var at = context.receivedAt
    if record.hasTime { at = Timestamp(seconds: Int64(try payload.uint32LE(at: offset, record.name))) }
    try record.fields.append(payload, at: offset, at, to: &readings)
    guard let (condition, fields) = record.conditional else { return }
    let byte = UInt8(truncatingIfNeeded: try payload.uint8(at: offset + condition.offset, record.name))
    guard (byte & condition.mask == condition.value) == condition.isMet else {
      return readings.warn("\(record.name): no value")
    }
    try fields.append(payload, at: offset, at, to: &readings)
  }
}

// MARK: - Records

extension Milesight.Record {
  /// A record of one number.
  static func one(
    _ channel: UInt8, _ type: UInt8, _ quantity: Quantity, _ encoding: WireField.Encoding,
    per: Double = 1, missing: [Int] = [], length: Int? = nil
  ) -> Self {
    let field = WireField(quantity, encoding, per: per, missing: missing)
    return several(channel, type, length: length ?? field.length, field.name, [field])
  }

  /// A record of several numbers, which count only on a condition if there is one.
  static func several(
    _ channel: UInt8, _ type: UInt8, length: Int, _ name: String, condition: Milesight.Condition? = nil,
    _ fields: [WireField]
  ) -> Self {
    Self(
      channel: channel, type: type, length: length, fields: condition == nil ? fields : [],
      conditional: condition.map { ($0, fields) }, name: "\(length) bytes of \(name)")
  }

  /// A stored measurement, from a time when the radio link was down: Unix time, then the numbers.
  static func history(
    _ channel: UInt8 = 0x20, length: Int, _ fields: [WireField],
    conditional: (Milesight.Condition, [WireField])? = nil
  ) -> Self {
    Self(
      channel: channel, type: 0xCE, length: length, fields: fields, hasTime: true, conditional: conditional,
      name: "\(length) bytes of history")
  }

  /// A record of bits: 1 when any under `mask` is set.
  static func flag(
    _ channel: UInt8, _ type: UInt8, _ quantity: Quantity, at offset: Int = 0, mask: UInt8, length: Int = 1
  ) -> Self {
    let field = WireField(quantity, .flag(mask), at: offset)
    return several(channel, type, length: length, field.name, [field])
  }

  /// A record that holds no measurement of ours.
  static func skipped(_ channel: UInt8, _ type: UInt8, length: Int, _ name: String) -> Self {
    several(channel, type, length: length, name, [])
  }

  /// A record that holds no measurement of ours and takes all that is left of the payload.
  static func rest(_ channel: UInt8, _ type: UInt8, _ name: String) -> Self {
    Self(channel: channel, type: type, length: 0, takesRest: true, name: name)
  }

  /// Charge in percent, the same in all devices.
  static let battery = one(0x01, 0x75, .battery, .uint8)
  static func temperature(_ channel: UInt8, missing: [Int] = [], alarm: Bool = false) -> Self {
    one(channel, 0x67, .temperature, .int16LE, per: 10, missing: missing, length: alarm ? 3 : 2)
  }
  static func humidity(_ channel: UInt8, missing: [Int] = []) -> Self {
    one(channel, 0x68, .humidity, .uint8, per: 2, missing: missing)
  }
  static func distance(_ channel: UInt8, alarm: Bool = false) -> Self {
    one(channel, 0x82, .distance, .uint16LE, length: alarm ? 3 : 2)
  }
  /// 0 upright, 1 tilted.
  static func tilt(_ channel: UInt8) -> Self { one(channel, 0x00, .tilt, .uint8) }
  static func co2(_ channel: UInt8) -> Self { one(channel, 0x7D, .co2, .uint16LE) }
  static func pressure(_ channel: UInt8) -> Self { one(channel, 0x73, .pressure, .uint16LE, per: 10) }
}

extension Milesight {
  /// What any device sends when it joins or restarts.
  private static let system: [Record] = [
    .skipped(0xFF, 0x01, length: 1, "protocol version"),
    .skipped(0xFF, 0x02, length: 2, "collecting interval"),
    .skipped(0xFF, 0x08, length: 6, "serial number"),
    .skipped(0xFF, 0x09, length: 2, "hardware version"),
    .skipped(0xFF, 0x0A, length: 2, "firmware version"),
    .skipped(0xFF, 0x0B, length: 1, "power-on mark"),
    .skipped(0xFF, 0x0F, length: 1, "LoRaWAN class"),
    .skipped(0xFF, 0x16, length: 8, "serial number"),
    .skipped(0xFF, 0xFE, length: 1, "reset mark"),
    .skipped(0xFF, 0xFF, length: 2, "TSL version"),
  ]
}
