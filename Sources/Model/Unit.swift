/// What kind of thing a unit measures; values of one dimension can be compared and converted.
public enum Dimension: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// A bare number: counts, switches, indexes.
  case number
  /// A part of a whole: percent, parts per million.
  case fraction
  case length, temperature, pressure, illuminance, massConcentration, soundLevel, conductivity
  case power, energy, energyPerArea, current, voltage, time, volume, signalPower, gain

  /// What a person calls it in an error message.
  public var name: String {
    switch self {
    case .massConcentration: "mass concentration"
    case .energyPerArea: "energy per area"
    case .soundLevel: "sound level"
    case .signalPower: "signal power"
    default: "\(self)"
    }
  }
}

/// A unit of measurement: a UCUM code with its dimension and the factor to the dimension's base.
///
/// The set is closed: the units of the quantities, and those that people write in rules.
/// Source: The Unified Code for Units of Measure (ucum.org).
public struct Unit: Hashable, Sendable {
  /// The UCUM code, for example `Cel` or `ug/m3`.
  public let code: String
  /// What the unit measures.
  public let dimension: Dimension
  /// A value in this unit times `scale` is the value in the dimension's base unit.
  public let scale: Double
  /// What a person reads behind a number: `°C` for `Cel`; `nil` when the code itself is good.
  public let symbol: String?

  private init(_ code: String, _ dimension: Dimension, _ scale: Double = 1, symbol: String? = nil) {
    self.code = code
    self.dimension = dimension
    self.scale = scale
    self.symbol = symbol
  }

  /// The unit of bare numbers; UCUM writes it `1`.
  public static let one = Unit("1", .number, symbol: "")
  static let count = Unit("count", .number, symbol: "")
  static let airQualityIndex = Unit("{iaq}", .number, symbol: "IAQ")
  /// Hundredths.
  public static let percent = Unit("%", .fraction, 0.01)
  static let partsPerMillion = Unit("ppm", .fraction, 1e-6)
  static let partsPerBillion = Unit("ppb", .fraction, 1e-9)
  static let millimetre = Unit("mm", .length, 0.001)
  /// Metres.
  public static let metre = Unit("m", .length)
  static let celsius = Unit("Cel", .temperature, symbol: "°C")
  static let hectopascal = Unit("hPa", .pressure, 100)
  static let lux = Unit("lx", .illuminance)
  static let microgramPerCubicMetre = Unit("ug/m3", .massConcentration, 1, symbol: "µg/m³")
  static let soundDecibel = Unit("dB[A]", .soundLevel, symbol: "dB(A)")
  static let microsiemensPerCentimetre = Unit("uS/cm", .conductivity, 1, symbol: "µS/cm")
  static let watt = Unit("W", .power)
  static let wattHour = Unit("Wh", .energy)
  static let kilowattHourPerSquareMetre = Unit("kWh/m2", .energyPerArea, symbol: "kWh/m²")
  static let ampere = Unit("A", .current)
  static let volt = Unit("V", .voltage)
  /// Seconds.
  public static let second = Unit("s", .time)
  static let minute = Unit("min", .time, 60)
  /// Hours.
  public static let hour = Unit("h", .time, 3600)
  static let litre = Unit("L", .volume)
  static let decibelMilliwatt = Unit("dBm", .signalPower)
  static let decibel = Unit("dB", .gain)

  /// Every unit that rules and configuration may name.
  public static let all: [Unit] = [
    one, count, airQualityIndex, percent, partsPerMillion, partsPerBillion,
    millimetre, Unit("cm", .length, 0.01), metre,
    celsius, hectopascal, Unit("Pa", .pressure), Unit("kPa", .pressure, 1000), lux,
    microgramPerCubicMetre, Unit("mg/m3", .massConcentration, 1000, symbol: "mg/m³"),
    soundDecibel, microsiemensPerCentimetre, Unit("mS/cm", .conductivity, 1000),
    watt, Unit("kW", .power, 1000), wattHour, kilowattHourPerSquareMetre, Unit("kWh", .energy, 1000),
    Unit("MWh", .energy, 1e6),
    ampere, Unit("mA", .current, 0.001), volt, Unit("mV", .voltage, 0.001),
    second, minute, hour, Unit("d", .time, 86_400),
    litre, Unit("m3", .volume, 1000, symbol: "m³"), decibelMilliwatt, decibel,
  ]

  /// What people type, beside the codes themselves.
  private static let aliases: [String: String] = [
    "°C": "Cel", "℃": "Cel", "degC": "Cel", "µg/m3": "ug/m3", "μg/m3": "ug/m3", "µg/m³": "ug/m3",
    "μg/m³": "ug/m3", "ug/m³": "ug/m3", "mg/m³": "mg/m3", "dB(A)": "dB[A]", "dBA": "dB[A]",
    "µS/cm": "uS/cm", "μS/cm": "uS/cm", "m": "m", "l": "L", "m³": "m3", "lux": "lx", "mbar": "hPa",
    "iaq": "{iaq}", "kWh/m²": "kWh/m2",
  ]

  private static let byCode: [String: Unit] = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

  /// The unit that `text` names: a UCUM code or one of the usual spellings (`°C`, `µg/m3`); else `nil`.
  public static func named(_ text: String) -> Unit? { byCode[aliases[text] ?? text] }

  /// `value`, which is in this unit, in another of the same dimension.
  public func convert(_ value: Double, to other: Unit) -> Double {
    Self.rescale(value, by: scale, to: other.scale)
  }

  /// `value` · `scale` / `other`, where the two are those of units of one dimension.
  ///
  /// All units are whole multiples of each other, one way or the other, and a whole number is exact where a
  /// fraction is not: 570 cm are 5700 mm to the last bit.
  public static func rescale(_ value: Double, by scale: Double, to other: Double) -> Double {
    scale >= other ? value * (scale / other).rounded() : value / (other / scale).rounded()
  }

  /// What stands behind a value for people, for example ` °C`, with its space; empty for bare numbers.
  public var suffix: String {
    let text = symbol ?? code
    return text.isEmpty ? "" : " " + text
  }
}
