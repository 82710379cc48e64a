import Codecs
import Foundation
import Model

/// Nanoseconds to read one uplink of The Things Stack and its payload, by our scanner and by Foundation.
/// Usage: decode FILE, with one message's JSON in it.
let json = [UInt8](try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1])))
let topic = Array("v3/city@ttn/devices/eui-70b3d57ed0000000/up".utf8)
let rounds = 100_000
guard let format = formats.first(where: { $0.name == "tts-v3" }),
  let elsys = deviceCodecs.first(where: { $0.name == "elsys" })
else { fatalError("a codec is missing") }

func nanoseconds(_ count: Int, _ body: () throws -> Void) rethrows -> Int {
  let start = ContinuousClock.now
  for _ in 0..<count { try body() }
  let elapsed = (ContinuousClock.now - start).components
  return Int((Double(elapsed.seconds) * 1e9 + Double(elapsed.attoseconds) / 1e9) / Double(count))
}

/// Reads the message `rounds` times, as the daemon does.
func read(
  _ json: Span<UInt8>, _ topic: Span<UInt8>, _ format: any Format.Type, _ codec: any Codec.Type
) throws -> Int {
  var envelope = Envelope()
  var readings = 0
  let nanoseconds = try nanoseconds(rounds) {
    envelope.removeAll()
    try format.read(json, topic: topic, Arrival(at: Timestamp(nanoseconds: 0)), into: &envelope)
    let entry = envelope.uplinks[0]
    guard case .payload(let range) = entry.content else { return }
    let context = DecodeContext(port: entry.uplink.port, receivedAt: entry.uplink.receivedAt)
    try envelope.decode(range, with: codec, context)
    readings += envelope.readings.items.count
  }
  precondition(readings == rounds * 4, "four readings in each message")
  return nanoseconds
}
let ours = try read(json.span, topic.span, format, elsys)

/// The same fields for Foundation.
struct Message: Decodable {
  struct IDs: Decodable { var dev_eui: String }
  struct Gateway: Decodable {
    struct IDs: Decodable { var eui: String }
    var gateway_ids: IDs
    var rssi: Double
    var snr: Double
  }
  struct Uplink: Decodable {
    var session_key_id: String
    var f_port: Int
    var f_cnt: Int
    var frm_payload: Data
    var received_at: String
    var rx_metadata: [Gateway]
  }
  var end_device_ids: IDs
  var uplink_message: Uplink
}
let decoder = JSONDecoder()
let data = Data(json)
var bytes = 0
let foundation = try nanoseconds(rounds / 20) {
  bytes += try decoder.decode(Message.self, from: data).uplink_message.frm_payload.count
}
precondition(bytes == rounds / 20 * 12)
print("bytes \(json.count)\nours \(ours)\nfoundation \(foundation)")
