import Codecs
import Foundation
import Model
import Randomness
import Testing

/// Random damage to real payloads and messages: everything decodes or throws, nothing traps, and what comes
/// out is sound. `FUZZ_INPUTS` sets how many inputs each codec and format gets; the seed is fixed.
@Suite struct FuzzTests {
  private static let inputs =
    ProcessInfo.processInfo.environment["FUZZ_INPUTS"].flatMap { Int($0) } ?? 1500

  @Test(arguments: deviceCodecs.map { $0.name })
  func codecs(_ name: String) throws {
    let codec = try #require(deviceCodecs.first { $0.name == name })
    let vectors = try #require(Vector.all[name])
    var mutator = Mutator(seed: name)
    var readings = Readings()
    for _ in 0..<Self.inputs {
      let vector = mutator.pick(vectors)
      let payload = mutator.mutate(vector.payload, beside: mutator.pick(vectors).payload)
      guard !payload.isEmpty else { continue }
      var context = vector.context
      if mutator.chance(of: 10) { context.port = UInt8.random(in: .min ... .max, using: &mutator.random) }
      readings.removeAll()
      _ = try? codec.decode(payload.span, context, into: &readings)
      #expect(readings.items.allSatisfy { $0.value.isFinite })
    }
  }

  @Test(arguments: formats.map { $0.name })
  func messages(_ name: String) throws {
    let format = try #require(formats.first { $0.name == name })
    let samples = Self.samples(name)
    var mutator = Mutator(seed: name)
    var envelope = Envelope()
    for _ in 0..<Self.inputs * 4 {
      let message = mutator.mutate(mutator.pick(samples), beside: mutator.pick(samples))
      let topic = mutator.mutate(Array("application/a/device/b/event/up".utf8), beside: [0x2F])
      var arrival = Arrival(at: arrivalTime)
      if mutator.chance(of: 2) { arrival.wildcard = 12..<13 }
      if name == "json" { arrival.paths = Self.paths }
      envelope.removeAll()
      do { try format.read(message.span, topic: topic.span, arrival, into: &envelope) } catch {
        #expect((0...message.count).contains(error.offset), "\(error)")
        continue
      }
      checkSound(envelope)
      if let decoded = envelope.uplinks.first?.decoded {
        _ = try? Self.map.read(decoded, in: message.span, receivedAt: arrivalTime, into: &envelope.readings)
        #expect(envelope.readings.items.allSatisfy { $0.value.isFinite })
      }
    }
  }

  private static let fields = [
    Field(JSONPointer(tokens: "data", "level"), .distance),
    Field(JSONPointer(tokens: "t", "1"), .temperature),
    Field(JSONPointer(tokens: "on"), .occupied),
  ]
  private static let map = FieldMap(fields)
  private static let paths = MessagePaths(
    JSONMapping(device: JSONPointer(tokens: "id"), time: JSONPointer(tokens: "at"), fields: fields))

  private func checkSound(_ envelope: Envelope) {
    for entry in envelope.uplinks {
      #expect(!entry.identifier.isEmpty && entry.identifier.upperBound <= envelope.byteCount)
      #expect(entry.receptions.upperBound <= envelope.receptions.count)
      switch entry.content {
      case .payload(let range): #expect(!range.isEmpty && range.upperBound <= envelope.byteCount)
      case .readings(let range): #expect(range.upperBound <= envelope.readings.items.count)
      }
    }
  }

  private static func samples(_ format: String) -> [[UInt8]] {
    switch format {
    case "json":
      [
        Array(#"{"id":"a","at":1777881600123,"data":{"level":57.5},"t":[1,"2 °C"],"on":true}"#.utf8),
        Array(#"{"id":123456,"at":"2026-05-04T10:00:00Z","on":"occupied","data":{"le\u0076el":"7"}}"#.utf8),
      ]
    case "milesight-nb": [bytes(hex: MilesightNBTests.frame), Array(MilesightNBTests.frame.utf8)]
    case "senml":
      [
        Array(#"[{"bn":"urn:dev:ow:10e2:","bt":1.276e9,"bver":5,"n":"temp","u":"Cel","v":23.1e0}]"#.utf8),
        Array(#"[{"bn":"d/"},{"n":"hum","u":"%RH","v":41,"t":-5},{"n":"x","vb":true,"vs":"é"}]"#.utf8),
        bytes(hex: "82a52162643a221a684ee180006474656d70016343656c02f94de0a300627268021829" + "0620"),
        bytes(hex: "9fbf2162643a006474656d7002c48221190aaf617a8101ffff"),
      ]
    case "chirpstack-v4":
      Message.all(format).map { Array($0.message.utf8) } + [ChirpStackTests.uplink]
    default:
      Message.all(format).map { Array($0.message.utf8) } + [
        Array(
          """
          {"end_device_ids":{"device_id":"d"},"uplink_message":{"f_port":1,"decoded_payload":{"co2":612,"t":[1,2]},
          "normalized_payload":[{"time":"2026-05-04T07:50:00Z","air":{"co2":600}},{"battery":3.6}]}}
          """.utf8)
      ]
    }
  }
}

/// Damages bytes the way that radios, networks and programmers do.
struct Mutator {
  var random: SeededRandom

  init(seed: String) { random = SeededRandom(seed: fingerprint(seed)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  mutating func chance(of count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  /// One to four of: a flipped bit, another byte, a cut, an insertion, a run repeated, another sample's end.
  mutating func mutate(_ bytes: [UInt8], beside other: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      guard !bytes.isEmpty else { break }
      let index = Int.random(in: bytes.indices, using: &random)
      let length = min(Int.random(in: 1...8, using: &random), bytes.count - index)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
      case 2: bytes[index] = pick([0x00, 0xFF, 0x7F, 0x80, 0x22, 0x5C, 0x7B, 0x5B])
      case 3: bytes.removeSubrange(index..<index + length)
      case 4: bytes.removeLast(bytes.count - index)
      case 5: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: index)
      case 6: bytes.insert(contentsOf: bytes[index..<index + length], at: index)
      default: bytes = bytes.prefix(index) + other.suffix(Int.random(in: 0...other.count, using: &random))
      }
    }
    return bytes
  }
}
