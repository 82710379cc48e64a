import Model
import Wire

extension AssetObject {
  /// Whether what was last heard may be taken for how it is.
  var isHeard: Bool { state == State.ok.rawValue || state == State.alert.rawValue }

  /// The value of a quantity, if it was ever measured.
  func value(_ quantity: Quantity) -> Double? { readings[quantity.name]?.value }

  /// The few values that people want to see first: `CO2 612 ppm`, `21.5 °C`.
  func headline(_ appearance: Appearance) -> [String] {
    let key = AssetKind(rawValue: kind)?.keyQuantities ?? []
    let values: [String] = key.compactMap { quantity in
      guard let reading = readings[quantity.name] else { return nil }
      // A bay within its time isn't "over by 0 min".
      if quantity == .overstay && reading.value <= 0 { return nil }
      let value = ReadingText.value(reading, of: quantity.name, appearance)
      return quantity.shortLabel.map { "\($0) \(value)" } ?? value
    }
    return Array(values.prefix(3))
  }
}
