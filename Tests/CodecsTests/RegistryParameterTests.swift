import Codecs
import Model
import Testing

/// Devices whose bytes mean something only with what the registry says of them.
@Suite struct RegistryParameterTests {
  @Test func pulsesAreWhatTheRegistrySays() throws {
    let history = "5a6300000127000100020003000414aba3e9"
    #expect(try decode("adeunis-pulse", history, port: 1).items.isEmpty)
    let water = try decode(
      "adeunis-pulse", "5a63" + "00000127" + "0001" + "0002", port: 1,
      ["litres_per_pulse": "10", "interval_minutes": "10"])
    #expect(values(water, .waterVolume) == [2950, 2940, 2920])
    #expect(ages(water) == [0, 600, 1200])
    let second = try decode(
      "adeunis-pulse", "4600" + "00000001" + "00000002", port: 1, ["wh_per_pulse": "100", "channel": "B"])
    #expect(values(second, .energy) == [200])
    let fludia = try decode(
      "fludia-fm432", "6b0f0000ffff00010002", port: 1, ["wh_per_pulse": "1"])
    #expect(values(fludia, .energy) == [65535, 65533, 65532])
    #expect(ages(fludia) == [0, 900, 1800])
  }

  @Test func olderMeasurementsHaveTheIntervalOfTheRegistry() throws {
    let frame = "6a00" + "00c81f01f4" + "ffce2001f5"
    #expect(values(try decode("adeunis", frame, port: 1), .co2) == [500])
    let both = try decode("adeunis", frame, port: 1, ["interval_minutes": "15"])
    #expect(values(both, .temperature) == [20, -5])
    #expect(values(both, .co2) == [500, 501])
    #expect(ages(both) == [0, 0, 0, 900, 900, 900])
  }

  /// Imported and exported energy: two registers in Wh, then one in W.
  private let klax =
    "044d0111" + "01110f" + "447a0000447a000044798000" + "44790000" + "01130f" + "40a00000"
    + "40a0000040a0000040a00000"
    + "01250f" + "42c8000042c8000042c8000042c80000"

  @Test func ofAMetersRegistersTheFirstIsTheEnergy() throws {
    let readings = try decode("klax", klax, port: 3)
    #expect(values(readings, .energy) == [1000])
    #expect(values(readings, .power) == [100])
    #expect(values(readings, .battery) == [100])
    let second = try decode("klax", klax, port: 3, ["energy_register": "2"])
    #expect(values(second, .energy) == [5])
    let history = try decode("klax", klax, port: 3, ["interval_minutes": "15"])
    #expect(values(history, .energy) == [1000, 1000, 998, 996])
    // The later part of a message begins with another register.
    let later = klax.replacing("044d0111", with: "044d0122")
    #expect(values(try decode("klax", later, port: 3), .energy) == [])
  }

  @Test func aRegisterThatIsNotValidGivesNothing() throws {
    let readings = try decode(
      "klax", "044d0111" + "011100" + String(repeating: "42c80000", count: 4), port: 3)
    #expect(readings.items.map(\.quantity) == [.battery])
  }

  @Test func aProbeOfManyIsChosen() throws {
    let frame = "0ce4" + "0000" + "0123" + "ffff" + "0400" + "0001"
    #expect(values(try decode("dragino-ldds04", frame, port: 2), .distance) == [0x123])
    #expect(values(try decode("dragino-ldds04", frame, port: 2, ["probe": "4"]), .distance) == [0x400])
    #expect(values(try decode("dragino-ldds04", frame, port: 2, ["probe": "3"]), .distance) == [])
    let circuit = "0ae1ce9d3a1b520008aa54"
    #expect(try decode("arwin-lrs2m001", circuit, port: 60, ["circuit": "4C"]).items.isEmpty)
    #expect(values(try decode("arwin-lrs2m001", circuit, port: 60, ["circuit": "4b"]), .power) == [-161829.8])
    let soil =
      "020b500001" + String(repeating: "09018a8c", count: 2) + "09018a98"
      + String(repeating: "00000000", count: 5)
    #expect(
      values(try decode("decentlab-dl-smtp", soil, port: 1, ["depth": "2"]), .soilTemperature).count == 1)
    #expect(try decode("decentlab-dl-smtp", soil, port: 1, ["depth": "3"]).items.isEmpty)
  }

  @Test func aMeterOnTheBusTellsItsTotals() throws {
    // 12,345 kWh in decimal digits, 1.5 kW as an integer, 300.25 m³ as a float; then the total of a month ago.
    let records = "0c0645230100" + "022bdc05" + "051600209643" + "4c0600000100"
    let readings = try decode("nas-um30xx", "0280" + "0f" + "20" + "00" + records, port: 25)
    #expect(values(readings, .energy) == [12_345_000])
    #expect(values(readings, .power) == [1500])
    #expect(values(readings, .waterVolume) == [300_250])
    #expect(ages(readings) == [900, 900, 900])
  }

  @Test func aSmartMeterAddsTariffsAndSubtractsWhatIsGivenBack() throws {
    let readings = try decode(
      "yobiiq-dsmr", "0114000003e8" + "0115000007d0" + "011a00000064" + "011b000001f4" + "0129ffffffff",
      port: 1)
    #expect(values(readings, .energy) == [3000])
    #expect(values(readings, .power) == [-400])
  }

  @Test func theFirstGenerationOfNexelecMeasuresAll() throws {
    // PM1 1, PM2.5 12, PM10 24, 21.5 °C, 45 %, 800 ppm, then compounds, indices, 200 lx, 40 and 60 dB, 3, 1013 hPa.
    let fields: [(Int, Int)] = [
      (0xA3, 8), (1, 8), (1, 11), (12, 11), (24, 11), (515, 10), (90, 8), (800, 14), (100, 14), (20, 10),
      (0, 28), (40, 8),
      (40, 7), (60, 7), (3, 8), (713, 10), (0, 3),
    ]
    let readings = try decode("nexelec", hex(fields), port: 1)
    #expect(values(readings, .pm25) == [12])
    #expect(values(readings, .pm10) == [24])
    #expect(values(readings, .temperature) == [21.5])
    #expect(values(readings, .humidity) == [45])
    #expect(values(readings, .co2) == [800])
    #expect(values(readings, .illuminance) == [200])
    #expect(values(readings, .noiseLAeq) == [40])
    #expect(values(readings, .noiseLAmax) == [60])
    #expect(values(readings, .pressure) == [1013])
  }

  private func hex(_ fields: [(value: Int, bits: Int)]) -> String {
    let bits = fields.flatMap { field in (0..<field.bits).reversed().map { field.value >> $0 & 1 } }
    return stride(from: 0, to: bits.count, by: 4).map { start in
      String(bits[start..<min(start + 4, bits.count)].reduce(0) { $0 * 2 + $1 }, radix: 16)
    }.joined()
  }
}
