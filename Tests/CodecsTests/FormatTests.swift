import Codecs
import Foundation
import Model
import Testing

/// A whole message from public documentation, with what it says, from `Vectors/formats/<format>.jsonl`.
struct Message: Decodable, CustomTestStringConvertible {
  var source: String
  var topic: String
  var message: String
  var device: String?
  var frame_counter: UInt32?
  var port: UInt8?
  var payload_hex: String?
  var received_at: String?
  /// A battery level in percent that the message itself names.
  var battery: Double?
  var ignored: Bool?
  /// The reason for which it must be refused.
  var error: String?

  var testDescription: String { "\(source.suffix(60)) \(topic)" }

  /// The messages of one format.
  static func all(_ format: String) -> [Message] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Vectors/formats/\(format).jsonl")
    do {
      return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(Message.self, from: Data($0.utf8))
      }
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }
}

/// When the messages of the tests arrive, unless they say otherwise.
let arrivalTime = Timestamp(seconds: 1_750_000_000)

/// What `format` makes of a message; `wildcard` is the part of the topic that the subscription's first
/// wildcard matched.
func read(
  _ format: String, _ message: [UInt8], topic: String = "", wildcard: String? = nil
) throws(DecodeError) -> Envelope {
  var envelope = Envelope(collectsWarnings: true)
  let topic = Array(topic.utf8)
  var arrival = Arrival(at: arrivalTime)
  if let wildcard = wildcard.map({ Array($0.utf8) }) {
    let start = topic.indices.first { topic[$0...].starts(with: wildcard) } ?? 0
    arrival.wildcard = start..<start + wildcard.count
  }
  guard let format = formats.first(where: { $0.name == format }) else { return envelope }
  try format.read(message.span, topic: topic.span, arrival, into: &envelope)
  return envelope
}

extension Envelope {
  /// The identifier of the uplink at `index` as text.
  func device(_ index: Int = 0) -> String {
    String(decoding: bytes[uplinks[index].identifier], as: UTF8.self)
  }

  /// The payload of the uplink at `index` in hex; `nil` when it brought readings instead.
  func payload(_ index: Int = 0) -> String? {
    guard case .payload(let range) = uplinks[index].content else { return nil }
    return bytes[range].map { String(format: "%02x", $0) }.joined()
  }

  /// The readings of the uplink at `index`, if it brought any by name.
  func readings(_ index: Int = 0) -> [Reading] {
    guard case .readings(let range) = uplinks[index].content else { return [] }
    return Array(readings.items[range])
  }
}

/// Published messages of LoRaWAN network servers say what their publishers say.
@Suite struct PublishedMessageTests {
  @Test(arguments: Message.all("tts-v3"))
  func theThingsStack(_ message: Message) { check("tts-v3", message) }

  @Test(arguments: Message.all("chirpstack-v4"))
  func chirpStack(_ message: Message) { check("chirpstack-v4", message) }

  private func check(_ format: String, _ message: Message) {
    do {
      let envelope = try read(format, Array(message.message.utf8), topic: message.topic)
      #expect(message.error == nil, "must be refused")
      #expect(envelope.uplinks.count == (message.ignored == true ? 0 : 1))
      guard !envelope.uplinks.isEmpty else { return }
      let uplink = envelope.uplinks[0].uplink
      #expect(envelope.device() == message.device)
      #expect(uplink.device == DeviceKey(message.device ?? ""))
      #expect(uplink.frameCounter == message.frame_counter)
      #expect(uplink.port == message.port)
      #expect(envelope.payload() == message.payload_hex)
      let battery = envelope.readings().map(\.value)
      #expect(battery == (message.battery.map { [$0] } ?? []))
      #expect(uplink.receivedAt == message.received_at.flatMap { Timestamp(rfc3339: $0) } ?? arrivalTime)
    } catch {
      #expect(error.reason.rawValue == message.error, "\(error)")
    }
  }
}
