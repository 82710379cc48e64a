import Foundation
import Model
import Testing
import Wire

/// What one side writes, the other side reads as the same value.
@Suite struct RoundTripTests {
  @Test func objects() throws {
    #expect(try afterTheWire(sampleStatus) == sampleStatus)
    #expect(try afterTheWire(pendingAlert) == pendingAlert)
    #expect(try afterTheWire(handledAlert) == handledAlert)
    #expect(try afterTheWire(indicator) == indicator)
    let event = AlertEvent(alert: handledAlert, transition: "resolved")
    #expect(try afterTheWire(event) == event)
    let reading = ReadingEvent(
      id: "17", asset: "C-1", device: "0011223344556677",
      reading: Reading(.temperature, 21.5, at: noon.timestamp), arrivedAt: noon)
    #expect(try afterTheWire(reading) == reading)
    let device = DeviceObject(
      id: "0011223344556677", asset: nil, codec: nil, state: .unknown, heardAt: noon, rssi: -113.5,
      registryLine: "asset,kind,…")
    #expect(try afterTheWire(device) == device)
  }

  private static let numbers = [0.0, -0.0, 21.5, -3, 1e-7, 98.765432, 123_456.789, 1e15, 1e16, 9.3e18, 1e19]
  private static let awkward = "Ça \"va\" \\ \u{1}\u{8}\u{c}\t\r\n/"

  /// As it was written before it was written by hand.
  private func sorted(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test(arguments: numbers) func aReadingIsWrittenAsAnyJSON(value: Double) throws {
    for id in [nil, Self.awkward] {
      let event = ReadingEvent(
        id: id, asset: Self.awkward, device: "0011223344556677",
        reading: Reading(.temperature, value, at: noon.timestamp), arrivedAt: noon)
      var bytes: [UInt8] = []
      event.appendJSON(to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == (try sorted(event)))
    }
  }

  @Test(arguments: [nil] + numbers) func aDeviceIsWrittenAsAnyJSON(number: Double?) throws {
    for text in [nil, Self.awkward] {
      let device = DeviceObject(
        id: "0011223344556677", asset: text, codec: text, state: .silent, heardAt: number.map { _ in noon },
        cadenceSeconds: number, deliveryRatio: number, battery: number, rssi: number, snr: number,
        gateways: text.map { [$0, "a"] } ?? [], registryLine: text)
      let event = DeviceEvent(device, at: noon)
      var bytes: [UInt8] = []
      event.appendJSON(to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == (try sorted(event)))
    }
  }

  @Test func aMemberThatAnOlderDaemonDoesNotSendIsNil() throws {
    let json = #"{"url":"mqtt://a","connected":false,"reconnects":0}"#
    let broker = try JSONDecoder().decode(Status.Broker.self, from: Data(json.utf8))
    #expect(broker.since == nil)
  }

  @Test(arguments: [0, 1, 999_000_000, -1_000_000, 1_777_889_472_123_000_000, -62_135_596_800_000])
  func timesKeepTheirMilliseconds(nanoseconds: Int64) throws {
    let exact = nanoseconds - nanoseconds % 1_000_000
    let time = WireTime(Timestamp(nanoseconds: exact))
    #expect(try afterTheWire([time]) == [time])
  }

  @Test func timesAreUTC() throws {
    #expect(try text(of: [noon]) == #"["2026-05-04T10:11:12.123Z"]"#)
    let local = try JSONDecoder().decode(
      [WireTime].self, from: Data(#"["2026-05-04T12:11:12.123+02:00"]"#.utf8))
    #expect(local == [noon])
  }

  @Test(arguments: ["\"yesterday\"", "\"2026-13-01T00:00:00Z\"", "1777889472"])
  func whatIsNoTimeIsRefused(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([WireTime].self, from: Data("[\(json)]".utf8))
    }
  }

  @Test(arguments: [
    (21.500000001, "21.5"), (0.1 + 0.2, "0.3"), (80, "80"), (-0.05, "-0.05"), (1.1e12, "1100000000000"),
  ])
  func numbersReadAsPeopleWriteThem(value: Double, expected: String) throws {
    let object = ReadingObject(Reading(.temperature, value, at: noon.timestamp))
    #expect(try text(of: object).contains("\"value\":\(expected)}"))
  }
}
