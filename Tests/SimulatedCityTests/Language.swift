import Model
import Testing

@testable import SimulatedCity

/// What a device can say of one quantity: from, to, and in which steps.
struct Scale: Sendable {
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

/// A device's language as its manual has it.
struct Language: CustomTestStringConvertible, Sendable {
  let codec: String
  let scales: [Scale]

  init(_ codec: String, _ scales: Scale...) {
    self.codec = codec
    self.scales = scales
  }

  var testDescription: String { codec }

  /// All devices, by the names of their codecs.
  static let all = [
    Language("bosch-tps110", Scale(.occupied, 0...1), Scale(.temperature, -40...85)),
    Language(
      "elsys", Scale(.temperature, -40...85, step: 0.1), Scale(.humidity, 0...100),
      Scale(.illuminance, 0...65_535), Scale(.motion, 0...255), Scale(.co2, 0...10_000),
      Scale(.batteryVoltage, 0...3.7, step: 0.001), Scale(.distance, 0...10_000)),
    Language("milesight-ct101", Scale(.current, 0...655, step: 0.01)),
    Language(
      "milesight-em310-udl", Scale(.battery, 0...100), Scale(.distance, 0...4500), Scale(.tilt, 0...1)),
    Language(
      "milesight-em400", Scale(.battery, 0...100), Scale(.temperature, -40...85, step: 0.1),
      Scale(.distance, 0...4500), Scale(.tilt, 0...1)),
    Language(
      "milesight-em500-smtc", Scale(.battery, 0...100), Scale(.soilTemperature, -40...85, step: 0.1),
      Scale(.soilMoisture, 0...100, step: 0.5), Scale(.soilConductivity, 0...20_000)),
    Language(
      "milesight-ws302", Scale(.battery, 0...100), Scale(.noiseLA, 30...130, step: 0.1),
      Scale(.noiseLAeq, 30...130, step: 0.1), Scale(.noiseLAmax, 30...130, step: 0.1)),
    Language(
      "nas-ul20xx", Scale(.lampOn, 0...1), Scale(.lampFault, 0...1), Scale(.dimLevel, 0...100),
      Scale(.power, 0...1000), Scale(.energy, 0...4e9), Scale(.burnTime, 0...1e6, step: 1 / 3600),
      Scale(.voltage, 0...250), Scale(.powerFactor, 0...1, step: 0.01), Scale(.temperature, -40...85)),
    Language(
      "netvox-ra0715", Scale(.pm25, 0...1000), Scale(.pm10, 0...1000),
      Scale(.temperature, -40...80, step: 0.01), Scale(.humidity, 0...100, step: 0.01)),
    Language(
      "yobiiq-em2101", Scale(.energy, 0...4e9), Scale(.voltage, 0...300, step: 0.1),
      Scale(.current, 0...100, step: 0.001), Scale(.power, -10_000...20_000)),
  ]
}
