@testable import Core
import Model
import Randomness
import Testing

@Suite struct ExpressionTests {
  @Test(
    "Comparisons at, below and above the limit",
    arguments: [
      ("co2 < 1000 ppm", [true, false, false]), ("co2 <= 1000 ppm", [true, true, false]),
      ("co2 > 1000 ppm", [false, false, true]), ("co2 >= 1000 ppm", [false, true, true]),
      ("co2 = 1000 ppm", [false, true, false]), ("co2 == 1000 ppm", [false, true, false]),
      ("co2 != 1000 ppm", [true, false, true]), ("1000 ppm < co2", [false, false, true]),
    ])
  func comparison(text: String, expected: [Bool]) throws {
    for (value, expected) in zip([999.0, 1000, 1001], expected) {
      #expect(try truth(of: text, [.co2: value]) == expected)
    }
  }

  @Test(
    "`not` binds more than `and`, `and` more than `or`, `*` more than `+`, `-` is left to right",
    arguments: [
      "1 = 1 or 1 = 1 and 1 = 2",
      "not (1 = 1 and 1 = 2)",
      "not 1 = 2 and 1 = 1",
      "not 1 = 1 or 1 = 1",
      "not not 1 = 1",
      "(1 = 1 or 1 = 1) and not 1 = 2",
      "1 + 2 * 3 = 7",
      "(1 + 2) * 3 = 9",
      "10 - 3 - 2 = 5",
      "24 / 4 / 2 = 3",
      "2 * -3 = -6",
      "- - 2 = 2",
      "-2 + 3 = 1",
      "1 + 1 < 3 and 3 > 1 + 1",
    ])
  func precedence(text: String) throws {
    #expect(try truth(of: text) == true)
  }

  @Test(
    "Units of one kind compare",
    arguments: [
      ("distance = 57 cm", [.distance: 570]), ("57 cm = distance", [.distance: 570]),
      ("distance >= 0.57 m", [.distance: 570]), ("distance = 573 mm", [.distance: 573]),
      ("co2 = 0.1 %", [.co2: 1000]), ("co2 = 400000 ppb", [.co2: 400]),
      ("pressure = 101.325 kPa", [.pressure: 1013.25]),
      ("pressure = 101325 Pa", [.pressure: 1013.25]), ("power = 1.5 kW", [.power: 1500]),
      ("energy = 2 MWh", [.energy: 2_000_000]), ("battery_voltage = 3620 mV", [.batteryVoltage: 3.62]),
      ("pm10 = 0.05 mg/m3", [.pm10: 50]), ("soil_conductivity = 1.2 mS/cm", [.soilConductivity: 1200]),
      ("burn_time = 120 min", [.burnTime: 2]), ("burn_time = 2h", [.burnTime: 2]),
      ("burn_time = 2d", [.burnTime: 48]), ("water_volume = 0.25 m3", [.waterVolume: 250]),
      ("stay = 7200 s", [.stay: 120]), ("temperature < -5 °C", [.temperature: -5.1]),
      ("temperature - soil_temperature = 4 Cel", [.temperature: 14, .soilTemperature: 10]),
      ("distance + 1 cm = 10 cm", [.distance: 90]), ("1 m - distance < 2 cm", [.distance: 990]),
      ("pm2_5 / pm10 = 0.5", [.pm25: 10, .pm10: 20]), ("distance / 1 m = 0.5", [.distance: 500]),
      ("1 m / distance = 2", [.distance: 500]), ("power = 2 * 30 W", [.power: 60]),
      ("power = 60 W * 50 %", [.power: 30]), ("power = 50 % * 60 W", [.power: 30]),
      ("power * 10 % = 3 W", [.power: 30]), ("battery * 50 % = 30 %", [.battery: 60]),
      ("co2 / 1 % = 0.1", [.co2: 1000]),
      ("occupied = 1 and people_count > 5", [.occupied: 1, .peopleCount: 6]),
    ] as [(String, KeyValuePairs<Quantity, Double>)])
  func units(text: String, values: KeyValuePairs<Quantity, Double>) throws {
    #expect(try truth(of: text, values) == true)
  }

  @Test("A reading meets a limit that is the same number in another unit, to the last bit")
  func exactUnits() throws {
    let wrong = try stride(from: 1, through: 3000, by: 7).filter { millimetres in
      let values: KeyValuePairs<Quantity, Double> = [.distance: Double(millimetres)]
      return try ["cm", "m", "mm"].contains { unit in
        let factor = unit == "cm" ? 10.0 : unit == "m" ? 1000 : 1
        return try truth(of: "distance = \(Double(millimetres) / factor) \(unit)", values) != true
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    "What was never measured is unknown, and goes as far as it matters",
    arguments: [
      ("co2 > 1 ppm", nil), ("not co2 > 1 ppm", nil), ("co2 = co2", nil), ("co2 != co2", nil),
      ("co2 * 0 = 0 ppm", nil), ("co2 > 1 ppm and 1 = 2", false), ("1 = 2 and co2 > 1 ppm", false),
      ("co2 > 1 ppm and 1 = 1", nil), ("co2 > 1 ppm or 1 = 1", true), ("1 = 1 or co2 > 1 ppm", true),
      ("co2 > 1 ppm or 1 = 2", nil), ("age(co2) > 1h", nil), ("1 / 0 > 0", nil), ("0 / 0 = 0", nil),
    ] as [(String, Bool?)])
  func unknown(text: String, expected: Bool?) throws {
    #expect(try truth(of: text) == expected)
  }

  @Test func age() throws {
    let values: KeyValuePairs<Quantity, Double> = [.co2: 500]
    #expect(try truth(of: "age(co2) >= 2h", values, at: noon + .seconds(7199)) == false)
    #expect(try truth(of: "age(co2) >= 2h", values, at: noon + .seconds(7200)) == true)
    #expect(try truth(of: "age(co2) > 90 min", values, at: noon + .seconds(5401)) == true)
    #expect(try truth(of: "age(co2) / 2 > 44 min", values, at: noon + .seconds(5400)) == true)
    #expect(try truth(of: "age(co2) < 0 s", values, at: noon - .seconds(1)) == true)
  }

  @Test("What a condition looks at")
  func dependencies() throws {
    let program = try Program.condition("age(co2) > 1h or battery < 10 % and co2 > 1 ppm", field: "when")
    #expect(program.quantities == QuantitySet([.co2, .battery]))
    #expect(program.firstQuantity == .battery)
    #expect(program.dependsOnTime)
    #expect(try !Program.condition("co2 > 1 ppm", field: "when").dependsOnTime)
  }

  @Test("Random expressions mean what plain arithmetic says")
  func againstArithmetic() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<300 {
      let (text, value) = sum(depth: 3, &random)
      #expect(try truth(of: "\(text) = \(value)") == (value.isFinite ? true : nil), "\(text)")
    }
  }

  /// A random sum with small whole numbers, so that all results are exact.
  private func sum(depth: Int, _ random: inout SeededRandom) -> (String, Double) {
    guard depth > 0 else {
      let value = Int.random(in: 0...9, using: &random)
      return ("\(value)", Double(value))
    }
    let (left, a) = sum(depth: depth - 1, &random)
    let (right, b) = sum(depth: depth - 1, &random)
    switch Int.random(in: 0...3, using: &random) {
    case 0: return ("(\(left) + \(right))", a + b)
    case 1: return ("(\(left) - \(right))", a - b)
    case 2: return ("\(left) * (\(right))", a * b)
    default: return ("-(\(left))", -a)
    }
  }
}
