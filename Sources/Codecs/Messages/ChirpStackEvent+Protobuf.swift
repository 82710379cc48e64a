import Model

// Field numbers of `integration.proto` and `gw.proto`. Those of up and status events are the same up to 4;
// from 5 on a number means another thing in each, so the types decide which event it is: only an uplink has
// the messages 11 to 15.

extension ChirpStackEvent {
  /// Reads the event in Protobuf; fields at their default are absent.
  mutating func scan(protobuf: Span<UInt8>, into envelope: inout Envelope) throws(DecodeError) {
    var scanner = ProtobufScanner(0..<protobuf.count)
    envelope.receptions.removeAll(keepingCapacity: true)
    while let (number, value) = try scanner.next(protobuf) {
      switch (number, value) {
      case (1, .bytes(let range)) where !range.isEmpty:
        deduplication = fingerprint(protobuf.extracting(range))
      case (2, .bytes(let range)): time = try Self.time(protobuf, range)
      case (3, .bytes(let range)): try scanDeviceInfo(protobuf, range)
      case (4, .bytes(let range)) where !range.isEmpty: session = fingerprint(protobuf.extracting(range))
      case (6, .varint(let bit)): hasExternalPower = bit != 0
      case (7, .varint(let counter)):
        frameCounter = UInt32(truncatingIfNeeded: counter)
        isBatteryUnknown = counter != 0
      case (8, .varint(let port)):
        guard port <= 255 else {
          throw DecodeError(.missingField, at: scanner.offset, expected: "an f_port up to 255")
        }
        self.port = UInt8(port)
      case (8, .fixed32):
        battery = value.float.map { Double($0) }
        kind = .status
      case (10, .bytes(let range)):
        data = .raw(range)
        kind = .up
      case (11, .bytes(let range)): decoded = .protobuf(range)
      case (12, .bytes(let range)):
        let reception = try Self.reception(protobuf, range, rssi: 6, snr: 7)
        if let reception { envelope.addReception(reception, from: 0) }
        kind = .up
      case (13, .bytes(let range)):
        isFSK = try Self.isFSK(protobuf, range)
        kind = .up
      case (14, .bytes(let range)):
        relay = try Self.reception(protobuf, range, rssi: 5, snr: 4)
        kind = .up
      case (15, .bytes): isEncrypted = true
      default: break
      }
    }
  }

  private mutating func scanDeviceInfo(
    _ message: Span<UInt8>, _ range: Range<Int>
  ) throws(DecodeError) {
    kind = kind ?? .other
    var scanner = ProtobufScanner(range)
    while let (number, value) = try scanner.next(message) {
      if number == 8, let range = value.range { deviceEUI = .init(range: range, isEscaped: false) }
    }
  }

  /// `google.protobuf.Timestamp`: seconds and nanoseconds since the Unix epoch.
  private static func time(_ message: Span<UInt8>, _ range: Range<Int>) throws(DecodeError) -> Timestamp {
    var scanner = ProtobufScanner(range)
    var seconds: Int64 = 0
    var nanoseconds: Int64 = 0
    while let (number, value) = try scanner.next(message) {
      guard case .varint(let bits) = value else { continue }
      if number == 1 { seconds = Int64(bitPattern: bits) }
      if number == 2 { nanoseconds = Int64(bitPattern: bits) }
    }
    guard (-9_000_000_000...9_000_000_000).contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
      throw DecodeError(.badTime, at: range.lowerBound, expected: "a time within the years 1684 to 2255")
    }
    return Timestamp(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
  }

  /// How somebody heard the device, by the numbers of the fields: a gateway in `gw.UplinkRxInfo`, whose `snr` is a float, or a
  /// relay in `UplinkRelayRxInfo`, where it is a whole number. `nil` when nobody is named.
  private static func reception(
    _ message: Span<UInt8>, _ range: Range<Int>, rssi: UInt64, snr: UInt64
  ) throws(DecodeError) -> Envelope.Reception? {
    var scanner = ProtobufScanner(range)
    var gateway: DeviceKey?
    var strength: Double?
    var noise: Double?
    while let (number, value) = try scanner.next(message) {
      let whole = value.uint32.map { Double(Int32(bitPattern: $0)) }
      switch number {
      case 1: gateway = value.range.map { DeviceKey(message.extracting($0)) }
      case rssi: strength = whole
      case snr: noise = value.float.map { Double($0) } ?? whole
      default: break
      }
    }
    return gateway.map { .init(gateway: $0, rssi: strength, snr: noise) }
  }

  /// Whether a `gw.UplinkTxInfo` has the parameters of FSK in its `Modulation`.
  private static func isFSK(_ message: Span<UInt8>, _ range: Range<Int>) throws(DecodeError) -> Bool {
    var isFSK = false
    var info = ProtobufScanner(range)
    while let (number, value) = try info.next(message) {
      guard number == 2, let range = value.range else { continue }
      var modulation = ProtobufScanner(range)
      while let (number, _) = try modulation.next(message) { isFSK = number == 4 }
    }
    return isFSK
  }
}
