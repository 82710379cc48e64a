import Model

/// The names under which devices report our quantities: our own, and what is usual beside them.
enum SenMLQuantity {
  /// The quantity that the text in `range` names, in any case; `nil` when it is none of ours.
  static func named(_ range: Range<Int>, in bytes: Span<UInt8>) -> Quantity? {
    guard range.count <= 24 else { return nil }
    return byName[JSONKey(bytes, range).lowercased]
  }

  private static let byName: [JSONKey: Quantity] = {
    var names: [JSONKey: Quantity] = [:]
    for quantity in Quantity.allCases where !quantity.isDerived {
      names[JSONKey(stringLiteral: quantity.name)] = quantity
    }
    for (quantity, synonyms) in synonyms {
      for name in synonyms { names[JSONKey(stringLiteral: name)] = quantity }
    }
    return names
  }()

  private static let synonyms: [(Quantity, [String])] = [
    (.fillLevel, ["fill", "filllevel", "filling_level", "fullness"]),
    (.distance, ["dist", "range", "ullage"]),
    (.occupied, ["occupancy", "presence", "parked"]),
    (.co2, ["carbon_dioxide", "carbondioxide", "eco2"]),
    (.temperature, ["temp", "air_temperature", "ambient_temperature"]),
    (.humidity, ["hum", "humi", "rh", "relative_humidity", "air_humidity"]),
    (.pressure, ["press", "pres", "baro", "barometer", "barometric_pressure", "air_pressure"]),
    (.illuminance, ["lux", "light", "illum", "illumination", "brightness"]),
    (.motion, ["pir", "activity", "motion_count"]),
    (.tvoc, ["voc"]),
    (.pm25, ["pm25", "pm2.5", "pm2-5"]),
    (.pm10, ["pm10.0", "pm_10"]),
    (.o3, ["ozone"]),
    (.noiseLAeq, ["laeq", "leq"]),
    (.noiseLA, ["la", "noise", "noise_level", "sound_level"]),
    (.noiseLAmax, ["lamax", "lmax", "noise_max"]),
    (.soilMoisture, ["soil_humidity", "moisture", "vwc"]),
    (.soilTemperature, ["soil_temp", "ground_temperature"]),
    (.soilConductivity, ["ec", "soil_ec", "conductivity"]),
    (.power, ["active_power", "watt", "watts"]),
    (.energy, ["active_energy", "energy_total", "total_energy"]),
    (.current, ["curr", "amps"]),
    (.voltage, ["volt", "volts", "mains_voltage"]),
    (.powerFactor, ["pf", "cos_phi"]),
    (.dimLevel, ["dim", "dimming", "dimming_level"]),
    (.lampOn, ["lamp", "lamp_state", "relay"]),
    (.lampFault, ["lamp_failure", "lamp_error"]),
    (.burnTime, ["burn_hours", "burning_hours", "lamp_hours"]),
    (.tilt, ["tilted", "position"]),
    (.waterVolume, ["water", "volume", "water_total"]),
    (.peopleCount, ["people", "persons", "visitors"]),
    (.battery, ["bat", "batt", "battery_level", "soc"]),
    (.batteryVoltage, ["vbat", "batv", "bat_v", "vbatt", "battery_v", "batt_voltage"]),
  ]
}
