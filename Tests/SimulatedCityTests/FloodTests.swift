import Codecs
import Model
import Testing

@testable import SimulatedCity

@Suite struct FloodTests {
  @Test(arguments: Flood.Format.allCases)
  func devicesTakeTurnsAndCount(_ format: Flood.Format) throws {
    var flood = Flood(devices: 3, format: format)
    var seen: [[UInt64]] = []
    for _ in 0..<7 {
      let emission = flood.next(at: SmallCity.start)
      let envelope = try read(format.rawValue, topic: emission.topic, emission.payload)
      let entry = try #require(envelope.uplinks.first)
      seen.append([
        entry.uplink.device.value - 0x70B3_D57E_D000_0000, UInt64(entry.uplink.frameCounter ?? 99),
      ])
      guard case .payload(let range) = entry.content else {
        Issue.record("no payload")
        continue
      }
      let readings = try decode(
        [Frame(port: entry.uplink.port, payload: Array(envelope.bytes[range]))], "elsys")
      #expect(Set(readings.keys) == [.temperature, .co2, .batteryVoltage, .illuminance])
    }
    #expect(seen == [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1], [0, 2]])
  }
}
