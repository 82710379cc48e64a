import Model

private struct Keys: Sendable {
  let deduplicationID: JSONKey = "deduplicationId"
  let time: JSONKey = "time"
  let deviceInfo: JSONKey = "deviceInfo"
  let devEUI: JSONKey = "devEui"
  let devAddr: JSONKey = "devAddr"
  let frameCounter: JSONKey = "fCnt"
  let port: JSONKey = "fPort"
  let data: JSONKey = "data"
  let object: JSONKey = "object"
  let rxInfo: JSONKey = "rxInfo"
  let relayRxInfo: JSONKey = "relayRxInfo"
  let txInfo: JSONKey = "txInfo"
  let modulation: JSONKey = "modulation"
  let fsk: JSONKey = "fsk"
  let gatewayID: JSONKey = "gatewayId"
  let rssi: JSONKey = "rssi"
  let snr: JSONKey = "snr"
  let joinServerContext: JSONKey = "joinServerContext"
  let externalPower: JSONKey = "externalPowerSource"
  let batteryUnavailable: JSONKey = "batteryLevelUnavailable"
  let battery: JSONKey = "batteryLevel"
  let margin: JSONKey = "margin"
  /// Where ChirpStack v3 puts a message that is exported by hand.
  let exported: JSONKey = "payload"
  /// Members by which The Things Stack is known.
  let theThingsStack: [JSONKey] = ["end_device_ids", "uplink_message"]
}

private let keys = Keys()

extension ChirpStackEvent {
  /// Reads the event in JSON; fields at their default may be absent.
  mutating func scan(
    json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) {
    _ = try scanner.beginObject(json, "an object")
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.deviceInfo: try scanDeviceInfo(json, &scanner)
      case keys.time: try takeTime(json, &scanner)
      case keys.deduplicationID:
        deduplication = try scanFingerprint(json, &scanner, "deduplicationId as text")
      case keys.devAddr: session = try scanFingerprint(json, &scanner, "devAddr as text")
      case keys.frameCounter:
        frameCounter = try scanner.integer(json, upTo: .max, "an fCnt of 32 bits") ?? 0
      case keys.port:
        port = UInt8(truncatingIfNeeded: try scanner.integer(json, upTo: 255, "an fPort up to 255") ?? 0)
      case keys.data:
        data = try scanner.string(json, "data as text").map { .base64($0) }
        kind = .up
      case keys.object: decoded = .object(try scanner.value(json), beside: nil)
      case keys.rxInfo: try scanReceptions(json, &scanner, into: &envelope)
      case keys.relayRxInfo:
        relay = try Self.reception(json, &scanner, by: keys.devEUI, "relayRxInfo as an object")
      case keys.txInfo: isFSK = try scanner.has(keys.fsk, within: keys.modulation, json)
      case keys.joinServerContext:
        let start = scanner.offset
        try scanner.skipValue(json)
        isEncrypted = !json.isNull(in: start..<scanner.offset)
      case keys.externalPower:
        hasExternalPower = try scanner.bool(json, "externalPowerSource as true or false") ?? false
      case keys.batteryUnavailable:
        isBatteryUnknown = try scanner.bool(json, "batteryLevelUnavailable as true or false") ?? false
      case keys.battery:
        battery = try scanner.number(json, "batteryLevel as a number")
        kind = .status
      case keys.margin:
        try scanner.skipValue(json)
        kind = .status
      case keys.exported:
        if try LegacyMessage.isNext(json, &scanner) { isLegacy = true }
      default:
        if LegacyMessage.isRevealed(by: key) || keys.theThingsStack.contains(key) { isLegacy = true }
        try scanner.skipValue(json)
      }
    }
  }

  /// An event of another kind has a device too: `up` is what has receptions or data.
  private mutating func scanDeviceInfo(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner
  ) throws(DecodeError) {
    guard try scanner.beginObject(json, "deviceInfo as an object") else { return }
    kind = kind ?? .other
    while let key = try scanner.nextKey(json) {
      if key == keys.devEUI {
        deviceEUI = try scanner.string(json, "devEui as text")
      } else {
        try scanner.skipValue(json)
      }
    }
  }

  private mutating func takeTime(_ json: Span<UInt8>, _ scanner: inout JSONScanner) throws(DecodeError) {
    guard let text = try scanner.string(json, "time as text") else { return }
    guard let time = Timestamp(rfc3339: json.extracting(text.range)) else {
      throw DecodeError(.badTime, at: text.range.lowerBound, expected: "an RFC 3339 time")
    }
    self.time = time
  }

  private func scanFingerprint(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, _ expected: String
  ) throws(DecodeError) -> UInt64 {
    let text = try scanner.string(json, expected)
    return text.map { $0.range.isEmpty ? 0 : fingerprint(json.extracting($0.range)) } ?? 0
  }

  private mutating func scanReceptions(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) {
    kind = .up
    envelope.receptions.removeAll(keepingCapacity: true)
    guard try scanner.beginArray(json, "rxInfo as an array") else { return }
    while try scanner.nextElement(json) {
      let reception = try Self.reception(
        json, &scanner, by: keys.gatewayID, "an rxInfo entry as an object")
      if let reception { envelope.addReception(reception, from: 0) }
    }
  }

  /// How somebody heard the device, whom the member `name` names; `nil` when it names nobody.
  private static func reception(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, by name: JSONKey, _ expected: String
  ) throws(DecodeError) -> Envelope.Reception? {
    guard try scanner.beginObject(json, expected) else { return nil }
    var gateway: DeviceKey?
    var rssi: Double?
    var snr: Double?
    while let key = try scanner.nextKey(json) {
      switch key {
      case name:
        let text = try scanner.string(json, "the name of a gateway or relay as text")
        gateway = text.map { DeviceKey(json.extracting($0.range)) }
      case keys.rssi: rssi = try scanner.number(json, "rssi as a number")
      case keys.snr: snr = try scanner.number(json, "snr as a number")
      default: try scanner.skipValue(json)
      }
    }
    return gateway.map { .init(gateway: $0, rssi: rssi, snr: snr) }
  }
}
