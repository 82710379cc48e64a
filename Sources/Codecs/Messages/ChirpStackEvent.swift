import Model

/// What Belfry wants of a ChirpStack event, from either of its two forms.
struct ChirpStackEvent {
  /// What an event is about.
  enum Kind {
    case up, status
    /// Joins, acknowledgements, logs, locations, integrations.
    case other
  }

  /// A device's payload in the message's body.
  enum Data {
    case base64(JSONScanner.Text)
    case raw(Range<Int>)
  }

  var deviceEUI: JSONScanner.Text?
  var time: Timestamp?
  var deduplication: UInt64 = 0
  /// The device address, which changes with each join.
  var session: UInt64 = 0
  var frameCounter: UInt32 = 0
  var port: UInt8 = 0
  var data: Data?
  /// Whether the gateways heard FSK and not LoRa.
  var isFSK = false
  /// How a relay heard the device, if the uplink came through one: then what gateways heard is the relay.
  var relay: Envelope.Reception?
  /// What the device profile's codec made of the payload.
  var decoded: ServerDecoding?
  /// The join server did not give the application's key to the network server.
  var isEncrypted = false
  var hasExternalPower = false
  var isBatteryUnknown = false
  var battery: Double?
  var isLegacy = false

  /// What the body itself says that the event is; `nil` when it is none of ChirpStack's.
  var kind: Kind?

  /// What a topic says that the event is: its last level that is the name of one.
  static func kind(_ topic: Span<UInt8>) -> Kind? {
    var end = topic.count
    while end > 0 {
      var start = end
      while start > 0, topic[start - 1] != UInt8(ascii: "/") { start -= 1 }
      if let kind = names[JSONKey(topic, start..<end)] { return kind }
      end = start - 1
    }
    return nil
  }

  private static let names: [JSONKey: Kind] = [
    "up": .up, "status": .status, "join": .other, "ack": .other, "txack": .other, "log": .other,
    "location": .other, "integration": .other,
  ]
}
