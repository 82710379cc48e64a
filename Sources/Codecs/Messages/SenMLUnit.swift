import Model

/// The units of SenML (RFC 8428, section 12.1, and RFC 8798) that our quantities can have, and how they
/// convert.
enum SenMLUnit {
  /// `value` in the quantity's own unit; `nil` when `unit` measures something else.
  ///
  /// Without a unit the quantity's own is meant: many devices leave it out.
  static func convert(_ value: Double, from unit: JSONKey?, to quantity: Quantity) -> Double? {
    guard let unit else { return value }
    guard let definition = units[unit], definition.quantities?.contains(quantity) ?? true else { return nil }
    let own = quantity.unit
    for (dimension, scale) in definition.scales where dimension == own.dimension {
      return Unit.rescale(value, by: scale, to: own.scale) + definition.offset
    }
    return nil
  }

  /// The quantity that a unit stands for when no name says more.
  static func onlyQuantity(_ unit: JSONKey) -> Quantity? { units[unit]?.standsFor }

  private struct Definition {
    /// What a value must be multiplied with to be in the base unit of a dimension (see ``Unit/scale``).
    var scales: [(Dimension, Double)]
    /// What is then added.
    var offset = 0.0
    /// The only quantities that it can measure; `nil` for all of the dimension.
    var quantities: Set<Quantity>?
    var standsFor: Quantity?
  }

  private static let units: [JSONKey: Definition] = [
    "Cel": Definition(scales: [(.temperature, 1)], standsFor: .temperature),
    "K": Definition(scales: [(.temperature, 1)], offset: -273.15),
    "%RH": Definition(scales: [(.fraction, 0.01)], quantities: [.humidity], standsFor: .humidity),
    "%EL": Definition(scales: [(.fraction, 0.01)], quantities: [.battery], standsFor: .battery),
    "%": Definition(scales: [(.fraction, 0.01)]),
    "/100": Definition(scales: [(.fraction, 0.01)]),
    "/": Definition(scales: [(.fraction, 1), (.number, 1)]),
    "/1000": Definition(scales: [(.fraction, 0.001)]),
    "ppm": Definition(scales: [(.fraction, 1e-6)]),
    "ppb": Definition(scales: [(.fraction, 1e-9)]),
    "count": Definition(scales: [(.number, 1)]),
    "m": Definition(scales: [(.length, 1)]),
    "cm": Definition(scales: [(.length, 0.01)]),
    "mm": Definition(scales: [(.length, 0.001)]),
    "Pa": Definition(scales: [(.pressure, 1)]),
    "hPa": Definition(scales: [(.pressure, 100)]),
    "lx": Definition(scales: [(.illuminance, 1)], standsFor: .illuminance),
    "kg/m3": Definition(scales: [(.massConcentration, 1e9)]),
    "ug/m3": Definition(scales: [(.massConcentration, 1)]),
    "dB": Definition(scales: [(.soundLevel, 1), (.gain, 1)]),
    "Bspl": Definition(scales: [(.soundLevel, 10)]),
    "dBm": Definition(scales: [(.signalPower, 1)]),
    "dBW": Definition(scales: [(.signalPower, 1)], offset: 30),
    "S/m": Definition(scales: [(.conductivity, 10_000)]),
    "W": Definition(scales: [(.power, 1)]),
    "kW": Definition(scales: [(.power, 1000)]),
    "J": Definition(scales: [(.energy, 1 / 3600)]),
    "Wh": Definition(scales: [(.energy, 1)]),
    "kWh": Definition(scales: [(.energy, 1000)]),
    "A": Definition(scales: [(.current, 1)]),
    "mA": Definition(scales: [(.current, 0.001)]),
    "V": Definition(scales: [(.voltage, 1)]),
    "mV": Definition(scales: [(.voltage, 0.001)]),
    "s": Definition(scales: [(.time, 1)]),
    "min": Definition(scales: [(.time, 60)]),
    "h": Definition(scales: [(.time, 3600)]),
    "m3": Definition(scales: [(.volume, 1000)]),
    "l": Definition(scales: [(.volume, 1)]),
    "L": Definition(scales: [(.volume, 1)]),
  ]
}
