import Foundation
import Model

/// Messages as The Things Stack sends them. The frame is the one that The Things Stack's documentation shows
/// (MQTT integration, "uplink messages"), with the device and the payload put in.
enum Messages {
  static let container = "24E1247130000001"
  static let bay = "70B3D5E75E000001"
  static let room = "A81758FFFE000001"
  static let lamp = "70B3D5DE00000001"

  static func topic(_ eui: String) -> String { "v3/city@liege/devices/eui-\(eui.lowercased())/up" }

  /// An uplink of `payload`, given in hex; `decoded` is what the server's payload formatter made of it.
  static func uplink(
    _ eui: String, port: Int, counter: Int, _ payload: String, session: String = "AYfg8rhha5n+FWx0ZaAprA==",
    at time: Timestamp = .measured(), decoded: String? = nil
  ) -> String {
    let received = time.description
    let object = decoded.map { #""decoded_payload":\#($0),"# } ?? ""
    let base64 = Data(hex(payload)).base64EncodedString()
    // A counter of 0 is left out, as the server does with all values that are 0.
    let count = counter == 0 ? "" : #""f_cnt":\#(counter),"#
    return """
      {"end_device_ids":{"device_id":"eui-\(eui.lowercased())","application_ids":{"application_id":"city"},\
      "dev_eui":"\(eui)","join_eui":"2000000000000001","dev_addr":"260B0001"},\
      "correlation_ids":["as:up:01H0PZDGB1NW6NAPD815NGHPF6"],"received_at":"\(received)",\
      "uplink_message":{"session_key_id":"\(session)","f_port":\(port),\(count)\
      "frm_payload":"\(base64)",\(object)"rx_metadata":[{"gateway_ids":{"gateway_id":"gw-1","eui":"6A7E111A10000000"},\
      "time":"\(received)","rssi":-71,"channel_rssi":-71,"snr":8.5}],\
      "settings":{"data_rate":{"lora":{"bandwidth":125000,"spreading_factor":7,"coding_rate":"4/5"}},\
      "frequency":"868500000"},"received_at":"\(received)","consumed_airtime":"0.061696s"}}
      """
  }

  /// What a Milesight EM310-UDL sends: battery, distance in mm, position.
  static func level(distance: Int, counter: Int, at time: Timestamp = .measured()) -> String {
    let bytes = String(format: "01755c0382%02x%02x040000", distance & 255, distance >> 8)
    return uplink(container, port: 85, counter: counter, bytes, at: time)
  }

  private static func hex(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}

extension Timestamp {
  /// Now, to the millisecond.
  static func measured() -> Timestamp {
    Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1000) * 1_000_000)
  }
}
