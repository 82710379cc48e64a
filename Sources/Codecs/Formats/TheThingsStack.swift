import Model

/// The Things Stack v3: JSON over MQTT, `v3/{application}/devices/{device}/up`.
///
/// The body decides, not the topic: exactly one member of the `up` oneof is present, and only
/// `uplink_message` carries data. Fields at their default are absent (Protobuf's JSON): no `f_cnt` is 0.
///
/// Sources: The Things Stack documentation, "MQTT Server" and "Data Formats";
/// `ttn.lorawan.v3.ApplicationUp` in its API; `pkg/applicationserver/io/mqtt/topics/v3.go`.
enum TheThingsStack: Format {
  static let name = "tts-v3"

  static func read(
    _ payload: Span<UInt8>, topic: Span<UInt8>, _ arrival: Arrival, into envelope: inout Envelope
  ) throws(DecodeError) {
    envelope.places.removeAll()
    if envelope.theThingsStack.find(&envelope.places, &envelope.begins, in: payload) {
      return try appendUplink(payload, arrival, to: &envelope)
    }
    var message = Message()
    var scanner = JSONScanner()
    try message.scan(payload, &scanner, into: &envelope)
    try scanner.finish(payload)
    switch message.kind {
    case .uplink:
      if message.isRegular {
        forgetUnneeded(&envelope.places)
        envelope.theThingsStack.learn(payload, envelope.places)
      }
      try appendUplink(payload, arrival, isEncrypted: message.isEncrypted, to: &envelope)
      if message.isFSK { envelope.forgetNoise() }
      if message.isSimulated { forgetRadio(&envelope) }
    case .otherEvent: return
    case .legacy:
      throw DecodeError(
        .legacyFormat, at: 0, expected: "a message of The Things Stack v3, not of another server")
    case nil: throw DecodeError(.wrongFormat, at: 0, expected: "a message of The Things Stack v3")
    }
  }

  /// Forgets what would only be looked at if something else were absent: it need not be found in the messages to come.
  private static func forgetUnneeded(_ places: inout FieldPlaces) {
    if places[Field.receivedAt] != nil { places[Field.forwardedAt] = nil }
    if places[Field.identifier] != nil { places[Field.message] = nil }
  }

  /// What an operator has simulated on the server's console was never on the air: it has readings, but no counter,
  /// no session and no gateway of the device's.
  private static func forgetRadio(_ envelope: inout Envelope) {
    envelope.receptions.removeAll(keepingCapacity: true)
    for index in envelope.uplinks.indices {
      let uplink = envelope.uplinks[index].uplink
      envelope.uplinks[index].uplink = Uplink(device: uplink.device, receivedAt: uplink.receivedAt)
      envelope.uplinks[index].uplink.port = uplink.port
      envelope.uplinks[index].receptions = 0..<0
    }
  }

  /// Appends the uplink whose fields stand where `envelope.places` says.
  private static func appendUplink(
    _ json: Span<UInt8>, _ arrival: Arrival, isEncrypted: Bool = false, to envelope: inout Envelope
  ) throws(DecodeError) {
    // FPort 0 is for MAC commands: the network server forwards such an uplink, but it holds no data of its own.
    let port = try envelope.places.integer(Field.port, json, upTo: 255, "an f_port up to 255") ?? 0
    guard port > 0 else { return try appendStatus(json, to: &envelope) }
    let offset = envelope.places[Field.message]?.lowerBound ?? 0
    guard !isEncrypted else {
      throw DecodeError(.encrypted, at: offset, expected: "a frm_payload that the server has decrypted")
    }
    guard let identifier = try envelope.places.text(Field.identifier, json, "dev_eui and device_id as text")
    else {
      throw DecodeError(.missingField, at: offset, expected: "end_device_ids with dev_eui or device_id")
    }
    let receivedAt = try time(json, &envelope) ?? arrival.at
    let (text, device) = try envelope.appendIdentifier(identifier, json)
    var uplink = Uplink(device: device, receivedAt: receivedAt)
    uplink.port = UInt8(truncatingIfNeeded: port)
    uplink.session =
      try envelope.places.text(Field.session, json, "session_key_id as text")
      .map { fingerprint(json.extracting($0.range)) } ?? 0
    uplink.frameCounter =
      try envelope.places.integer(Field.frameCounter, json, upTo: .max, "an f_cnt of 32 bits") ?? 0
    try appendReceptions(json, to: &envelope)
    uplink.take(envelope.receptions)
    let content: Envelope.Content
    if let payload = try envelope.places.text(Field.payload, json, "frm_payload as text"),
      !payload.range.isEmpty
    {
      content = .payload(try envelope.appendBase64(payload, json))
    } else {
      content = .readings(envelope.readings.items.count..<envelope.readings.items.count)
    }
    envelope.uplinks.append(
      Envelope.Entry(
        uplink: uplink, identifier: text, content: content,
        receptions: envelope.receptions.indices, decoded: decoded(&envelope)))
    try appendStatus(json, to: &envelope)
  }

  /// Appends the level of the battery, if the device has told it the network server in this very uplink.
  ///
  /// The server repeats it in each uplink until the device tells it again, with the time of the one that brought it. Like
  /// a status of ChirpStack's it is an uplink of its own, without a counter, and behind the device's payload: what that
  /// says of the battery comes first. Without a value the level may be 0 or unknown.
  private static func appendStatus(_ json: Span<UInt8>, to envelope: inout Envelope) throws(DecodeError) {
    guard let toldAt = envelope.places[Field.batteryAt], let receivedAt = envelope.places[Field.receivedAt],
      json.isSame(toldAt, receivedAt)
    else { return }
    // What can't be read is left out: the payload beside it counts.
    guard let battery = try? envelope.places.number(Field.battery, json, "a number"),
      let identifier = try envelope.places.text(Field.identifier, json, "dev_eui and device_id as text"),
      let time = try time(json, &envelope)
    else { return }
    let (text, device) = try envelope.appendIdentifier(identifier, json)
    let first = envelope.readings.items.count
    envelope.readings.append(.battery, battery, at: time)
    envelope.uplinks.append(
      Envelope.Entry(
        uplink: Uplink(device: device, receivedAt: time),
        identifier: text, content: .readings(first..<envelope.readings.items.count)))
  }

  private static func appendReceptions(
    _ json: Span<UInt8>, to envelope: inout Envelope
  ) throws(DecodeError) {
    var field = Field.receptions
    while field < FieldPlaces.capacity, envelope.places[field] != nil {
      if let reception = try envelope.places.reception(field, json) {
        envelope.addReception(reception, from: 0)
      }
      field += Field.ofReception
    }
  }

  /// When the network server received the message; else when the application server did.
  ///
  /// The envelope is `inout` so that nothing of it is copied.
  @inline(__always)
  private static func time(
    _ json: Span<UInt8>, _ envelope: inout Envelope
  ) throws(DecodeError) -> Timestamp? {
    let field = envelope.places[Field.receivedAt] == nil ? Field.forwardedAt : Field.receivedAt
    guard let text = try envelope.places.text(field, json, "received_at as text") else { return nil }
    guard let time = Timestamp(rfc3339: json.extracting(text.range)) else {
      throw DecodeError(.badTime, at: text.range.lowerBound, expected: "an RFC 3339 time")
    }
    return time
  }

  @inline(__always)
  private static func decoded(_ envelope: inout Envelope) -> ServerDecoding? {
    ServerDecoding.normalized(
      envelope.places[Field.normalized], beside: .object(envelope.places[Field.decoded], beside: nil))
  }
}

/// The fields of a message, by their numbers in ``FieldPlaces``.
private enum Field {
  /// The EUI if there is one: it is unique in the world, the name only in its application.
  static let identifier = 0
  /// `received_at` at the top.
  static let forwardedAt = 1
  /// `uplink_message` itself.
  static let message = 2
  static let session = 3
  static let port = 4
  static let frameCounter = 5
  static let payload = 6
  /// `received_at` within `uplink_message`.
  static let receivedAt = 7
  static let decoded = 8
  static let normalized = 9
  /// The value of `last_battery_percentage`, and its `received_at`.
  static let battery = 10
  static let batteryAt = 11
  /// From here on three for each entry of `rx_metadata`: its gateway and how that heard the device.
  static let receptions = 12
  static let ofReception = 3
  static let rssi = 1
  static let snr = 2
}

extension FieldPlaces {
  /// How a gateway heard the device, by the first of the three fields.
  @inline(__always)
  fileprivate func reception(
    _ field: Int, _ json: Span<UInt8>
  ) throws(DecodeError) -> Envelope.Reception? {
    guard let gateway = try text(field, json, "a gateway as text") else { return nil }
    return Envelope.Reception(
      gateway: DeviceKey(json.extracting(gateway.range)),
      rssi: try number(field + Field.rssi, json, "rssi as a number"),
      snr: try number(field + Field.snr, json, "snr as a number"))
  }
}

extension Span<UInt8> {
  /// Whether two ranges hold the same bytes. Looked at from their ends: there two times differ first.
  fileprivate func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    guard a.count == b.count else { return false }
    for index in (0..<a.count).reversed() where self[a.lowerBound + index] != self[b.lowerBound + index] {
      return false
    }
    return true
  }
}

/// The member names that are looked for.
private struct Keys: Sendable {
  let endDeviceIDs: JSONKey = "end_device_ids"
  let receivedAt: JSONKey = "received_at"
  let uplinkMessage: JSONKey = "uplink_message"
  let deviceID: JSONKey = "device_id"
  let devEUI: JSONKey = "dev_eui"
  let sessionKeyID: JSONKey = "session_key_id"
  let port: JSONKey = "f_port"
  let frameCounter: JSONKey = "f_cnt"
  let payload: JSONKey = "frm_payload"
  let appSKey: JSONKey = "app_s_key"
  let simulated: JSONKey = "simulated"
  let decodedPayload: JSONKey = "decoded_payload"
  let normalizedPayload: JSONKey = "normalized_payload"
  let battery: JSONKey = "last_battery_percentage"
  let value: JSONKey = "value"
  let settings: JSONKey = "settings"
  let dataRate: JSONKey = "data_rate"
  let fsk: JSONKey = "fsk"
  let rxMetadata: JSONKey = "rx_metadata"
  let gatewayIDs: JSONKey = "gateway_ids"
  let gatewayID: JSONKey = "gateway_id"
  let eui: JSONKey = "eui"
  let packetBroker: JSONKey = "packet_broker"
  let forwarderEUI: JSONKey = "forwarder_gateway_eui"
  let forwarderID: JSONKey = "forwarder_gateway_id"
  let rssi: JSONKey = "rssi"
  let snr: JSONKey = "snr"
  /// The other members of the `up` oneof, and what applications publish under `down/push`.
  let otherEvents: [JSONKey] = [
    "uplink_normalized", "join_accept", "downlink_ack", "downlink_nack", "downlink_sent", "downlink_failed",
    "downlink_queued", "downlink_queue_invalidated", "location_solved", "service_data", "downlinks",
  ]
  /// Where ChirpStack v3 puts a message that is exported by hand.
  let exported: JSONKey = "payload"
  /// Members by which ChirpStack v4 is known.
  let chirpStack: [JSONKey] = ["deviceInfo", "deduplicationId"]
}

private let keys = Keys()

/// Which member of the oneof a message has; where its fields stand goes to `envelope.places`.
private struct Message {
  enum Kind { case uplink, otherEvent, legacy }

  var kind: Kind?
  /// The application session key travels along only when the payload is still encrypted with it.
  var isEncrypted = false
  /// Whether somebody made it up on the server's console.
  private(set) var isSimulated = false
  /// Whether the device has sent in FSK and not in LoRa.
  private(set) var isFSK = false
  /// Whether the places of its fields and nothing else say what an uplink is.
  var isRegular: Bool { !isEncrypted && !isSimulated && !isFSK && !hasMoreReceptions }
  /// Whether there are more receptions than there is room for their places.
  private var hasMoreReceptions = false

  mutating func scan(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) {
    guard try scanner.beginObject(json, "an object") else {
      throw DecodeError(.missingField, at: 0, expected: "an object")
    }
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.uplinkMessage: try scanUplink(json, &scanner, into: &envelope)
      case keys.endDeviceIDs:
        let names = (keys.devEUI, keys.deviceID)
        if let known = try scanner.members(json, names, "end_device_ids as an object") {
          envelope.places[Field.identifier] = known.0 ?? known.1
        }
      case keys.receivedAt: envelope.places[Field.forwardedAt] = try scanner.value(json)
      case keys.simulated:
        isSimulated = try scanner.bool(json, "simulated as true or false") ?? false
      case keys.exported:
        if try LegacyMessage.isNext(json, &scanner) { kind = kind ?? .legacy }
      default:
        recognise(key)
        try scanner.skipValue(json)
      }
    }
  }

  private mutating func recognise(_ key: JSONKey) {
    guard kind == nil else { return }
    if keys.otherEvents.contains(key) { kind = .otherEvent }
    if LegacyMessage.isRevealed(by: key) || keys.chirpStack.contains(key) { kind = .legacy }
  }

  private mutating func scanUplink(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) {
    let start = scanner.offset
    guard try scanner.beginObject(json, "uplink_message as an object") else { return }
    kind = .uplink
    forgetUplink(&envelope)
    // Only where it begins is of interest, for errors.
    envelope.places[Field.message] = start..<start + 1
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.rxMetadata: try scanReceptions(json, &scanner, into: &envelope)
      case keys.payload: envelope.places[Field.payload] = try scanner.value(json)
      case keys.port: envelope.places[Field.port] = try scanner.value(json)
      case keys.frameCounter: envelope.places[Field.frameCounter] = try scanner.value(json)
      case keys.sessionKeyID: envelope.places[Field.session] = try scanner.value(json)
      case keys.receivedAt: envelope.places[Field.receivedAt] = try scanner.value(json)
      case keys.appSKey: isEncrypted = try scanner.value(json) != nil
      case keys.settings: isFSK = try scanner.has(keys.fsk, within: keys.dataRate, json)
      case keys.decodedPayload:
        envelope.places[Field.decoded] = try scanner.value(json) ?? envelope.places[Field.decoded]
      case keys.normalizedPayload:
        envelope.places[Field.normalized] = try scanner.value(json) ?? envelope.places[Field.normalized]
      case keys.battery where scanner.begins(with: UInt8(ascii: "{"), json):
        let names = (keys.value, keys.receivedAt)
        let known = try scanner.members(json, names, "last_battery_percentage as an object")
        envelope.places[Field.battery] = known?.0
        envelope.places[Field.batteryAt] = known?.1
      default: try scanner.skipValue(json)
      }
    }
  }

  /// Forgets another `uplink_message` that stood before: of two members of one name the last counts.
  private mutating func forgetUplink(_ envelope: inout Envelope) {
    isEncrypted = false
    isFSK = false
    for field in Field.message..<Field.receptions { envelope.places[field] = nil }
    forgetReceptions(&envelope)
  }

  private mutating func forgetReceptions(_ envelope: inout Envelope) {
    hasMoreReceptions = false
    envelope.receptions.removeAll(keepingCapacity: true)
    for field in Field.receptions..<FieldPlaces.capacity { envelope.places[field] = nil }
  }

  private mutating func scanReceptions(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) {
    forgetReceptions(&envelope)
    guard try scanner.beginArray(json, "rx_metadata as an array") else { return }
    var field = Field.receptions
    while try scanner.nextElement(json) {
      if field + Field.ofReception > FieldPlaces.capacity {
        // Too many to note, and yet the best of them may be the last.
        hasMoreReceptions = true
        var more = FieldPlaces()
        try Self.scanReception(json, &scanner, Field.receptions, &more)
        if let reception = try more.reception(Field.receptions, json) {
          envelope.addReception(reception, from: 0)
        }
      } else {
        try Self.scanReception(json, &scanner, field, &envelope.places)
        if envelope.places[field] != nil { field += Field.ofReception }
      }
    }
  }

  /// One entry of `rx_metadata`: one antenna of one gateway.
  private static func scanReception(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, _ field: Int, _ places: inout FieldPlaces
  ) throws(DecodeError) {
    guard try scanner.beginObject(json, "an rx_metadata entry as an object") else { return }
    var gateway: Range<Int>?
    var forwarder: Range<Int>?
    places[field + Field.rssi] = nil
    places[field + Field.snr] = nil
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.gatewayIDs:
        let known = try scanner.members(json, (keys.eui, keys.gatewayID), "a gateway as an object")
        gateway = known?.0 ?? known?.1
      case keys.packetBroker:
        let known = try scanner.members(
          json, (keys.forwarderEUI, keys.forwarderID), "a gateway as an object")
        forwarder = known?.0 ?? known?.1
      case keys.rssi: places[field + Field.rssi] = try scanner.value(json)
      case keys.snr: places[field + Field.snr] = try scanner.value(json)
      default: try scanner.skipValue(json)
      }
    }
    // Packet Broker stands for another operator's gateway, which it names.
    places[field] = forwarder ?? gateway
  }
}
