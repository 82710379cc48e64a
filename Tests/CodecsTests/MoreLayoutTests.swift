import Codecs
import Model
import Testing

/// What the layouts say that no published payload shows: shorter and longer frames, status frames, what stands behind
/// a record of another kind, stored values.
@Suite struct MoreLayoutTests {
  private let now = Vector.someTime

  @Test func teneosFramesWithAndWithoutAnErrorCode() throws {
    let sensor = "teneo-filling-degree-sensor"
    let all = [3.1, 300, 21, 25]
    #expect(try decode(sensor, "0b001e" + "083409c4", port: 1).items.map(\.value) == all)
    #expect(try decode(sensor, "0b001e" + "00" + "083409c4", port: 1).items.map(\.value) == all)
    #expect(
      try decode(sensor, "0b001e" + "05" + "083409c4", port: 1).items.map(\.quantity) == [
        .batteryVoltage, .temperature, .humidity,
      ])
    #expect(refusal(sensor, "0b001e0834", port: 1)?.offset == 5)
    #expect(try decode(sensor, "0b04", port: 2).items == [Reading(.batteryVoltage, 3.1, at: now)])
    #expect(try decode(sensor, "0b", port: 3).items == [Reading(.batteryVoltage, 3.1, at: now)])
  }

  @Test func teneosTrafficLightWithoutATemperature() throws {
    let light = "teneo-co2-traffic-light"
    let room = try decode(light, "0f000001533b" + "7fff" + "114d", port: 1)
    #expect(room.items.map(\.quantity) == [.batteryVoltage, .co2, .humidity])
    #expect(try decode(light, "82", port: 223).items.isEmpty)
  }

  @Test func teneosSoilSensorWithATemperature() throws {
    let sensor = "teneo-soil-moisture-sensor"
    let readings = try decode(sensor, "0c28" + "ff9c" + "043f", port: 1)
    #expect(values(readings, .soilMoisture) == [40])
    #expect(values(readings, .temperature) == [-1])
    #expect(try decode(sensor, "0c", port: 3).items == [Reading(.batteryVoltage, 3.2, at: now)])
    #expect(refusal(sensor, "0c28ff", port: 1)?.offset == 3)
  }

  private func values(_ readings: Readings, _ quantity: Quantity) -> [Double] {
    readings.items.filter { $0.quantity == quantity }.map(\.value)
  }
}
