import Codecs
import Model
import Testing

@testable import SimulatedCity

/// What a device can say of one quantity: from, to, and in which steps.
private struct Span {
  let quantity: Quantity
  let range: ClosedRange<Double>
  let step: Double

  init(_ quantity: Quantity, _ range: ClosedRange<Double>, step: Double = 1) {
    self.quantity = quantity
    self.range = range
    self.step = step
  }

  func value(_ random: inout RandomSource) -> Double {
    let steps = Int(((range.upperBound - range.lowerBound) / step).rounded())
    // The ends are where codecs break.
    let index = random.chance(0.2) ? random.pick([0, steps]) : random.integer(0..<steps + 1)
    return range.lowerBound + Double(index) * step
  }
}

/// A device's language as its manual has it: encoded here, decoded by the codec that never saw the encoder.
struct Language: CustomTestStringConvertible, Sendable {
  let codec: String
  fileprivate let spans: [Span]

  var testDescription: String { codec }

  static let all = [
    Language(
      codec: "bosch-tps110", spans: [Span(.occupied, 0...1), Span(.temperature, -40...85)]),
    Language(
      codec: "elsys",
      spans: [
        Span(.temperature, -40...85, step: 0.1), Span(.humidity, 0...100), Span(.illuminance, 0...65_535),
        Span(.motion, 0...255), Span(.co2, 0...10_000), Span(.batteryVoltage, 0...3.7, step: 0.001),
        Span(.distance, 0...10_000),
      ]),
    Language(
      codec: "milesight-em310-udl",
      spans: [Span(.battery, 0...100), Span(.distance, 0...4500), Span(.tilt, 0...1)]),
    Language(
      codec: "nas-ul20xx",
      spans: [
        Span(.lampOn, 0...1), Span(.lampFault, 0...1), Span(.dimLevel, 0...100), Span(.power, 0...1000),
        Span(.energy, 0...4e9), Span(.burnTime, 0...1e6, step: 1 / 3600), Span(.voltage, 0...250),
        Span(.powerFactor, 0...1, step: 0.01), Span(.temperature, -40...85),
      ]),
  ]
}

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

@Suite struct EncoderTests {
  @Test func everyEncoderHasALanguage() {
    #expect(Language.all.map(\.codec) == deviceEncoders.map { $0.codec })
  }

  @Test(arguments: Language.all)
  func decodesToWhatWasEncoded(_ language: Language) throws {
    let encoder = try #require(deviceEncoders.first { $0.codec == language.codec })
    #expect(Set(language.spans.map(\.quantity)) == Set(encoder.quantities))
    var random = RandomSource(seed: 1, stream: fingerprint(language.codec))
    for _ in 0..<500 {
      var measurements = Measurements()
      for span in language.spans { measurements[span.quantity] = span.value(&random) }
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

  @Test func aChangeOfABayIsOneBit() {
    #expect(
      BoschTPS110.frames([.occupied: 1], .change, clock: SmallCity.start) == [Frame(port: 1, payload: [1])])
    #expect(
      BoschTPS110.frames([.occupied: 0], .change, clock: SmallCity.start) == [Frame(port: 1, payload: [0])])
  }
}
