import Model
import Testing

@Suite struct UnitTests {
  @Test("A unit is known by its UCUM code, and no code stands twice")
  func codes() {
    #expect(Set(Unit.all.map(\.code)).count == Unit.all.count)
    for unit in Unit.all { #expect(Unit.named(unit.code) == unit) }
  }

  @Test(
    "What people type",
    arguments: [
      ("°C", "Cel"), ("℃", "Cel"), ("degC", "Cel"), ("µg/m3", "ug/m3"), ("μg/m3", "ug/m3"),
      ("µg/m³", "ug/m3"), ("μg/m³", "ug/m3"), ("ug/m³", "ug/m3"), ("mg/m³", "mg/m3"), ("m³", "m3"),
      ("dB(A)", "dB[A]"), ("dBA", "dB[A]"), ("µS/cm", "uS/cm"), ("μS/cm", "uS/cm"), ("l", "L"),
      ("lux", "lx"), ("mbar", "hPa"), ("iaq", "{iaq}"), ("m", "m"),
    ])
  func aliases(written: String, code: String) {
    #expect(Unit.named(written)?.code == code)
  }

  @Test("Case matters: MW is not mW", arguments: ["", "CEL", "MM", "kwh", "Ppm", "percent", "furlong", "%%"])
  func unknown(written: String) {
    #expect(Unit.named(written) == nil)
  }

  @Test(
    "One of this is so many of that",
    arguments: [
      ("cm", "mm", 10), ("m", "mm", 1000), ("%", "ppm", 10_000), ("ppm", "ppb", 1000), ("kPa", "hPa", 10),
      ("hPa", "Pa", 100), ("mg/m3", "ug/m3", 1000), ("mS/cm", "uS/cm", 1000), ("kW", "W", 1000),
      ("kWh", "Wh", 1000), ("MWh", "kWh", 1000), ("A", "mA", 1000), ("V", "mV", 1000), ("min", "s", 60),
      ("h", "min", 60), ("d", "h", 24), ("m3", "L", 1000),
    ])
  func conversion(large: String, small: String, factor: Double) throws {
    let large = try #require(Unit.named(large))
    let small = try #require(Unit.named(small))
    #expect(large.dimension == small.dimension)
    #expect(abs(large.scale / small.scale / factor - 1) < 1e-15, "so near that it rounds to the whole number")
  }

  @Test func whatStandsBehindAValue() {
    #expect(Quantity.temperature.unit.suffix == " °C")
    #expect(Quantity.fillLevel.unit.suffix == " %")
    #expect(Quantity.pm25.unit.suffix == " µg/m³")
    #expect(Quantity.occupied.unit.suffix == "")
    #expect(Quantity.peopleCount.unit.suffix == "")
  }
}
