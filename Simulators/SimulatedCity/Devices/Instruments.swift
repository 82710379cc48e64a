import Model

/// How well the instruments in ordinary devices measure.
enum Instruments {
  /// What an instrument shows when `state` is true: with its error, within what is possible.
  static func measure(_ state: Measurements, _ random: inout RandomSource) -> Measurements {
    var shown = Measurements()
    for item in state.items {
      let error = deviation(item.quantity, item.value)
      let value = error == 0 ? item.value : random.normal(mean: item.value, deviation: error)
      let range = item.quantity.range
      shown[item.quantity] = min(max(value, range.lowerBound), range.upperBound)
    }
    return shown
  }

  /// The standard deviation of one measurement of `quantity` around `value`, in its unit.
  private static func deviation(_ quantity: Quantity, _ value: Double) -> Double {
    switch quantity {
    case .distance: 4
    case .co2: 8 + value * 0.006
    case .temperature: 0.1
    case .humidity: 0.7
    case .illuminance: value * 0.03
    case .power, .current: value * 0.005
    case .pm25, .pm10: 0.5 + value * 0.03
    case .no2, .o3: 1
    case .soilMoisture: 0.3
    case .soilTemperature: 0.1
    case .soilConductivity: 8
    default: 0
    }
  }
}
