import Model

/// The frame in which Milesight's NB-IoT devices send their records over MQTT.
///
/// The header is big-endian: start 02, id (u16), length of the rest (u16), flag, frame counter (u16),
/// protocol version, then in ASCII firmware (4), hardware (4), serial number (16), IMEI (15), IMSI (15) and
/// ICCID (20), then signal quality and the length of the records (u16). There is no time in it.
enum MilesightNB {
  /// The value of the registry's parameter `network`.
  static let network = "milesight-nb"

  /// Whether the frame can carry what a device with this codec says: only Milesight's own speak it.
  static func carries(_ codec: String) -> Bool { codec.hasPrefix("milesight-") }

  static func topic(_ imei: String) -> String { "nbiot/\(imei)/milesight" }

  static func frame(_ records: [UInt8], from imei: String, counter: UInt16) -> [UInt8] {
    var body: [UInt8] = [0x00] + counter.bigEndianBytes + [0x01]
    body += ascii("0101", 4) + ascii("0110", 4)
    body += ascii("6749D1905469\(imei.suffix(4))", 16)
    body += ascii(imei, 15) + ascii("20601\(imei.suffix(10))", 15) + ascii("8932010000\(imei.suffix(10))", 20)
    body.append(18)
    body += UInt16(records.count).bigEndianBytes + records
    return [0x02, 0x00, 0x01] + UInt16(body.count).bigEndianBytes + body
  }

  /// The text in exactly `length` bytes; what is missing is filled with 0.
  private static func ascii(_ text: String, _ length: Int) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(length))
    return bytes + [UInt8](repeating: UInt8(ascii: "0"), count: length - bytes.count)
  }
}
