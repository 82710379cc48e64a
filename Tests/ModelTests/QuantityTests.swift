import Model
import Testing

/// The contract: number in the history, name, UCUM unit. A line is never changed, only added.
private let contract: [(UInt8, String, String)] = [
  (0, "fill_level", "%"), (1, "distance", "mm"), (2, "occupied", "1"), (3, "co2", "ppm"),
  (4, "temperature", "Cel"), (5, "humidity", "%"), (6, "pressure", "hPa"), (7, "illuminance", "lx"),
  (8, "motion", "count"), (9, "tvoc", "ug/m3"), (10, "iaq", "{iaq}"), (11, "pm2_5", "ug/m3"),
  (12, "pm10", "ug/m3"), (13, "no2", "ug/m3"), (14, "o3", "ug/m3"), (15, "noise_laeq", "dB[A]"),
  (16, "noise_la", "dB[A]"), (17, "noise_lamax", "dB[A]"), (18, "soil_moisture", "%"),
  (19, "soil_temperature", "Cel"), (20, "soil_conductivity", "uS/cm"), (21, "power", "W"),
  (22, "energy", "Wh"), (23, "current", "A"), (24, "voltage", "V"), (25, "power_factor", "1"),
  (26, "dim_level", "%"), (27, "lamp_on", "1"), (28, "lamp_fault", "1"), (29, "burn_time", "h"),
  (30, "tilt", "1"), (31, "water_volume", "L"), (32, "people_count", "count"), (33, "battery", "%"),
  (34, "battery_voltage", "V"), (35, "rssi", "dBm"), (36, "snr", "dB"), (37, "occupied_for", "min"),
  (38, "overstay", "min"), (39, "power_saving", "%"), (40, "delivery_ratio", "%"),
  (41, "stay", "min"), (42, "stay_over", "min"),
  (43, "fill_rate", "%"),
  (44, "time_to_full", "h"),
  (45, "time_to_full_low", "h"),
  (46, "time_to_full_high", "h"),
  (47, "fill_at_collection", "%"),
  (48, "overflow_time", "min"),
  (49, "in_use", "1"),
  (50, "air_class", "1"),
  (51, "ventilate", "1"),
  (52, "air_changes", "1"),
  (53, "available_water", "%"),
  (54, "watering_need", "mm"),
  (55, "lamp_expected", "1"),
  (56, "lamp_dead", "1"),
  (57, "day_burner", "1"),
  (58, "dim_stuck", "1"),
  (59, "baseline_energy", "Wh"),
  (60, "energy_hour", "Wh"),
  (61, "energy_day", "Wh"),
  (62, "base_load", "W"),
  (63, "night_share", "%"),
  (64, "weekend_share", "%"),
  (65, "no2_hour", "ug/m3"),
  (66, "o3_hour", "ug/m3"),
  (67, "pm10_hour", "ug/m3"),
  (68, "pm2_5_hour", "ug/m3"),
  (69, "no2_day", "ug/m3"),
  (70, "pm10_day", "ug/m3"),
  (71, "pm2_5_day", "ug/m3"),
  (72, "o3_8h", "ug/m3"),
  (73, "air_quality_index", "1"),
  (74, "lden", "dB[A]"),
  (75, "lnight", "dB[A]"), (76, "no2_3h", "ug/m3"), (77, "repair_time", "h"), (78, "saved_energy", "Wh"),
  (79, "energy_per_area", "kWh/m2"), (80, "occupied_hour", "%"), (81, "burn_night", "h"),
  (82, "no2_year", "ug/m3"), (83, "pm10_year", "ug/m3"), (84, "pm2_5_year", "ug/m3"),
  (85, "valid_ratio", "%"),
  (86, "acknowledge_time", "min"), (87, "resolve_time", "h"),
  (88, "alert_severity", "1"), (89, "arrival", "1"),
  (90, "lamp_failed", "1"), (91, "no2_episode", "1"), (92, "no2_alert_episode", "1"),
  (93, "o3_episode", "1"), (94, "o3_alert_episode", "1"), (95, "pm10_episode", "1"),
  (96, "pm2_5_episode", "1"), (97, "out_for", "h"), (98, "confirmed_overstay", "min"),
]

@Suite struct QuantityTests {
  @Test func theContract() {
    #expect(Quantity.allCases.count == contract.count)
    for (number, name, unit) in contract {
      let quantity = Quantity(rawValue: number)
      #expect(quantity?.name == name)
      #expect(quantity?.unit.code == unit)
      #expect(Quantity(name: name) == quantity)
    }
  }

  @Test func namesAreUniqueAndSnakeCase() {
    #expect(Set(Quantity.allCases.map(\.name)).count == Quantity.allCases.count)
    for quantity in Quantity.allCases {
      #expect(quantity.name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil)
    }
    #expect(Quantity(name: "") == nil)
    #expect(Quantity(name: "fillLevel") == nil)
  }

  @Test func unitsCanBeWrittenInRules() {
    for quantity in Quantity.allCases { #expect(Unit.named(quantity.unit.code) == quantity.unit) }
  }

  @Test("A switch is 0 or 1, a share at most 100 %, a temperature may be below zero")
  func ranges() {
    for quantity in [Quantity.occupied, .lampOn, .lampFault, .tilt] { #expect(quantity.range == 0...1) }
    for quantity in [Quantity.fillLevel, .humidity, .soilMoisture, .dimLevel, .battery, .deliveryRatio] {
      #expect(quantity.range == 0...100)
    }
    #expect(Quantity.temperature.range.contains(-40))
    #expect(!Quantity.temperature.range.contains(-300))
    #expect(!Quantity.co2.range.contains(.nan))
    #expect(!Quantity.co2.range.contains(65_535), "the usual mark for a broken sensor")
  }
}
