import Codecs
import Foundation
import Model

/// Nanoseconds to read one uplink of The Things Stack and its payload, by our scanner and by Foundation.
/// Usage: decode FILE, with the JSON of a message in each line, which are read in turn.
let file = try Data(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
let messages = file.split(separator: 10)
let topic = Array("v3/city@ttn/devices/eui-70b3d57ed0000000/up".utf8)
let rounds = 10_000
guard let format = formats.first(where: { $0.name == "tts-v3" }),
  let elsys = deviceCodecs.first(where: { $0.name == "elsys" })
else { fatalError("a codec is missing") }

func nanoseconds(_ count: Int, _ body: (Int) throws -> Void) rethrows -> Int {
  let end = messages.count
  let start = ContinuousClock.now
  var message = 0
  for _ in 0..<count {
    try body(message)
    message = message + 1 == end ? 0 : message + 1
  }
  let elapsed = (ContinuousClock.now - start).components
  return Int((Double(elapsed.seconds) * 1e9 + Double(elapsed.attoseconds) / 1e9) / Double(count))
}

/// Reads `rounds` messages, as the daemon does: they stand one behind the other.
func read(
  _ file: Span<UInt8>, _ messages: Span<Range<Int>>, _ topic: Span<UInt8>, _ format: any Format.Type,
  _ codec: any Codec.Type, _ envelope: inout Envelope
) throws -> Int {
  var readings = 0
  let nanoseconds = try nanoseconds(rounds) {
    envelope.removeAll()
    let json = file.extracting(messages[$0])
    try format.read(json, topic: topic, Arrival(at: Timestamp(nanoseconds: 0)), into: &envelope)
    guard case .payload(let range) = envelope.uplinks[0].content else { return }
    let context = DecodeContext(
      port: envelope.uplinks[0].uplink.port, receivedAt: envelope.uplinks[0].uplink.receivedAt)
    try envelope.decode(range, with: codec, context)
    readings += envelope.readings.items.count
  }
  precondition(readings == rounds * 4, "four readings in each message")
  return nanoseconds
}

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
let data = messages.map { Data($0) }

func decode() throws -> Int {
  var bytes = 0
  let nanoseconds = try nanoseconds(rounds / 20) {
    bytes += try decoder.decode(Message.self, from: data[$0]).uplink_message.frm_payload.count
  }
  precondition(bytes == rounds / 20 * 12)
  return nanoseconds
}

// By turns, so that what else the machine does meets both.
let (bytes, ranges) = ([UInt8](file), messages.map(\.indices))
var (ours, foundation, envelope) = (0, 0, Envelope())
let turns = 10
for _ in 0..<turns {
  ours += try read(bytes.span, ranges.span, topic.span, format, elsys, &envelope)
  foundation += try decode()
}
print("bytes \(file.count / messages.count)\nours \(ours / turns)\nfoundation \(foundation / turns)")
