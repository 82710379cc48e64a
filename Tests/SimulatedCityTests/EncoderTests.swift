import Codecs
import Model
import Testing

@testable import SimulatedCity

/// What `codec` reads in `frames`.
func decode(_ frames: [Frame], _ codec: String) throws -> [Quantity: Double] {
  let decoder = try #require(deviceCodecs.first { $0.name == codec })
  var readings = Readings()
  for frame in frames {
    let context = DecodeContext(port: frame.port, receivedAt: SmallCity.start)
    try decoder.decode(frame.payload.span, context, into: &readings)
  }
  return Dictionary(readings.items.map { ($0.quantity, $0.value) }) { _, last in last }
}

/// What is encoded here is decoded by codecs that never saw the encoders.
@Suite struct EncoderTests {
  @Test func everyEncoderHasALanguage() {
    #expect(Language.all.map(\.codec) == deviceEncoders.map { $0.codec })
  }

  @Test(arguments: Language.all)
  func decodesToWhatWasEncoded(_ language: Language) throws {
    let encoder = try #require(deviceEncoders.first { $0.codec == language.codec })
    #expect(Set(language.scales.map(\.quantity)) == Set(encoder.quantities))
    var random = RandomSource(seed: 1, stream: fingerprint(language.codec))
    for _ in 0..<500 {
      var measurements = Measurements()
      for scale in language.scales { measurements[scale.quantity] = scale.value(&random) }
      let frames = encoder.frames(measurements, .interval, clock: SmallCity.start)
      let decoded = try decode(frames, language.codec)
      #expect(decoded.count == measurements.items.count)
      for item in measurements.items {
        let value = try #require(decoded[item.quantity], "\(item.quantity)")
        #expect(abs(value - item.value) < 1e-6, "\(item.quantity) in \(frames.map(\.payload.hexadecimal))")
      }
    }
  }

  /// Bytes that the vendors or their users have published.
  @Test(
    arguments: [
      ("milesight-em310-udl", [.battery: 92, .distance: 2116, .tilt: 1], 85, "01755c03824408040001"),
      (
        "elsys", [.temperature: 22.6, .humidity: 41, .illuminance: 39, .motion: 6], 5, "0100e202290400270506"
      ),
      (
        "elsys", [.temperature: 22.6, .humidity: 41, .co2: 776, .batteryVoltage: 3.426], 5,
        "0100e2022906030807 0d62"
      ),
      ("bosch-tps110", [.occupied: 1, .temperature: -1], 2, "01ff"),
      ("milesight-ct101", [.current: 30], 85, "0498b80b"),
      (
        "milesight-em500-smtc",
        [.battery: 100, .soilTemperature: 28.1, .soilMoisture: 57.5, .soilConductivity: 240], 85,
        "01756403671901046873057ff000"
      ),
      (
        "milesight-ws302", [.battery: 100, .noiseLA: 57.5, .noiseLAeq: 47.4, .noiseLAmax: 61.8], 85,
        "017564055b053f02da016a02"
      ),
      ("netvox-ra0715", [.temperature: 25, .humidity: 90], 6, "01050c0009c42328ffff00"),
    ] as [(String, Measurements, UInt8, String)])
  func writesPublishedBytes(codec: String, measurements: Measurements, port: UInt8, hex: String) throws {
    let encoder = try #require(deviceEncoders.first { $0.codec == codec })
    let frames = encoder.frames(measurements, .interval, clock: SmallCity.start)
    #expect(frames.map(\.port) == [port])
    #expect(frames.map(\.payload.hexadecimal) == [hex.filter { $0 != " " }])
  }

  @Test func writesTheFieldsOfThePublishedLampUsage() {
    // As in the vendor's example: 234,567 Wh, 42 W, power factor 0.93, 229 V, 19,918,800 s with the lamp on.
    let measurements: Measurements = [
      .energy: 234_567, .power: 42, .powerFactor: 0.93, .voltage: 229, .burnTime: 19_918_800.0 / 3600,
    ]
    let usage = NASUL20xx.frames(measurements, .interval, clock: SmallCity.start)[1]
    #expect(usage.port == 26)
    #expect(usage.payload.hexadecimal == "00" + "02b3" + "47940300" + "2a00" + "5d" + "e5" + "d0ef2f01")
  }

  @Test func writesTheFieldsOfThePublishedMeterReading() {
    // As in a published uplink, without its index and frequency: 12,345,678 Wh, 230 V, 5 A, 1,150 W.
    let measurements: Measurements = [.energy: 12_345_678, .voltage: 230, .current: 5, .power: 1150]
    let frames = YobiiqEM2101.frames(measurements, .interval, clock: Timestamp(seconds: 1000))
    #expect(frames.map(\.port) == [1])
    let hex = "0101000003e8" + "010400bc614e" + "010c000008fc" + "011000001388" + "01140000047e"
    #expect(frames.map(\.payload.hexadecimal) == [hex])
  }

  @Test func writesTheFieldsOfThePublishedDustReading() {
    // The published frame has 100 for PM1.0, which is not simulated, and says 12 V.
    let frames = NetvoxRA0715.frames([.pm25: 200, .pm10: 700], .interval, clock: SmallCity.start)
    #expect(frames.map(\.payload.hexadecimal) == ["01050100" + "008c" + "00c8" + "02bc" + "00"])
  }

  @Test func aChangeOfABayIsOneBit() {
    #expect(
      BoschTPS110.frames([.occupied: 1], .change, clock: SmallCity.start) == [Frame(port: 1, payload: [1])])
    #expect(
      BoschTPS110.frames([.occupied: 0], .change, clock: SmallCity.start) == [Frame(port: 1, payload: [0])])
  }
}
