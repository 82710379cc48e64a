import Codecs
import Model
import Testing

/// What the layouts say beyond the published payloads: marks of failure, what comes behind an unknown record, stored
/// values.
@Suite struct LayoutTests {
  private let now = Vector.someTime

  @Test func whatStandsBeforeAnUnknownRecordCounts() throws {
    #expect(values(try decode("pni-placepod", "156601" + "0299ff"), .occupied) == [1])
    #expect(refusal("pni-placepod", "0299ff")?.offset == 1)
    #expect(values(try decode("cayenne-lpp", "0367ffce" + "04f0ff"), .temperature) == [-5])
    #expect(refusal("cayenne-lpp", "04f0ff")?.offset == 1)
    #expect(values(try decode("tektelic-agriculture", "0b67ffce" + "0599ff", port: 10), .temperature) == [-5])
    let emu = try decode("emu-professional-ii", "b4d77b61" + "03e8030000" + "99" + "00")
    #expect(values(emu, .energy) == [1000])
  }

  @Test func aBatteryBelowABitOfAlarm() throws {
    #expect(values(try decode("tektelic-agriculture", "00ba6e", port: 10), .batteryVoltage) == [3.6])
    #expect(values(try decode("tektelic-agriculture", "00baee", port: 10), .batteryVoltage) == [3.6])
  }

  @Test func marksOfFailureGiveNoValue() throws {
    let room = try decode("browan-tbhv110", "000b007fffff0000ffff7f", port: 103)
    #expect(room.items.map(\.quantity) == [.batteryVoltage])
    #expect(try decode("browan-tbsl100", "000b3fff", port: 105).items.map(\.quantity) == [.batteryVoltage])
    #expect(
      try decode("browan-merryiot-cd10", "000b7f7fffff", port: 127).items.map(\.quantity) == [.batteryVoltage]
    )
    let heating = "01" + String(repeating: "ff", count: 26) + "4d494e49"
    #expect(try decode("inbiot-mica", heating, port: 1).items.isEmpty)
    #expect(try decode("milesight-ct101", "8498ffffffffffff01").items.isEmpty)
  }

  @Test func aVersionHoldsTheBattery() throws {
    let readings = try decode("dragino-lse01", "260100" + "01ff" + "0ce4", port: 5)
    #expect(readings.items == [Reading(.batteryVoltage, 3.3, at: now)])
  }

  @Test func storedValuesHaveTheirOwnTimes() throws {
    let readings = try decode("dragino-lht52", "ff9c0220f5c60161cd4edd" + "08cd0220f5c60161cd52dd", port: 3)
    #expect(values(readings, .temperature) == [-1, 22.53])
    #expect(
      readings.items.map(\.at.secondsSinceEpoch) == [
        1_640_845_021, 1_640_845_021, 1_640_846_045, 1_640_846_045,
      ])
    #expect(refusal("dragino-lht52", "ff9c0220", port: 3) != nil)
  }

  /// The examples of the manual, "Datalog uplink payload".
  @Test func anAnswerToARequestForStoredValuesIsNoMeasurementOfNow() throws {
    let stored = try decode("dragino-lht65", "7fff089801464160065f97" + "7fff088e014b4160066009", port: 2)
    #expect(values(stored, .temperature) == [22, 21.9])
    #expect(values(stored, .humidity) == [32.6, 33.1])
    #expect(values(stored, .batteryVoltage) == [])
    #expect(stored.items.map(\.at.secondsSinceEpoch).first == 1_611_030_423)
    #expect(try decode("dragino-lht65", String(repeating: "00", count: 11), port: 2).items.isEmpty)
  }

  @Test func aFlagSaysWhatTheBytesAre() throws {
    // A probe at 21.5 °C and a time; the battery's state above the humidity.
    let timed = try decode("dragino-lht65", "0866" + "0898" + "c146" + "09" + "60065f97", port: 2)
    #expect(timed.items.map(\.quantity) == [.temperature, .humidity])
    #expect(values(timed, .humidity) == [32.6])
    #expect(values(try decode("dragino-lht65", "cb0b08980146050190", port: 2), .illuminance) == [400])
    #expect(try decode("dragino-lht65", "cb0b289c3d0b0f00001234", port: 2).items.isEmpty)
    let raw = try decode("dragino-lse01", "0ce4" + "0105" + "0123" + "0456" + "0789" + "90", port: 2)
    #expect(raw.items.map(\.quantity) == [.batteryVoltage, .temperature])
    #expect(try decode("dragino-lht52", "0a0b0c0d", port: 2).items.isEmpty)
  }

  private func values(_ readings: Readings, _ quantity: Quantity) -> [Double] {
    readings.items.filter { $0.quantity == quantity }.map(\.value)
  }
}
