import Model

/// Messages of other and older network servers, recognised by members that only they have.
///
/// A city that moves from one server to another has both on its broker for a while; a counter that says so
/// is worth more than "wrong format".
enum LegacyMessage {
  /// What reveals The Things Network v2, ChirpStack v3 and LoRa Server.
  private static let keys: [JSONKey] = [
    "app_id", "dev_id", "hardware_serial", "payload_raw", "devEUI", "applicationID", "deviceStatusBattery",
  ]

  /// Whether a member at the top level gives such a message away.
  static func isRevealed(by key: JSONKey) -> Bool { keys.contains(key) }

  /// Whether the next value is such a message: ChirpStack v3 exports events as `{"type":…,"payload":{…}}`.
  static func isNext(_ json: Span<UInt8>, _ scanner: inout JSONScanner) throws(DecodeError) -> Bool {
    guard scanner.begins(with: UInt8(ascii: "{"), json), try scanner.beginObject(json, "an object") else {
      try scanner.skipValue(json)
      return false
    }
    var isRevealed = false
    while let key = try scanner.nextKey(json) {
      isRevealed = isRevealed || self.isRevealed(by: key)
      try scanner.skipValue(json)
    }
    return isRevealed
  }
}
