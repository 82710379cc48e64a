import Model
import Wire

/// How people are told readings.
enum ReadingText {
  /// What a reading says: `83 %`, and for switches the word: `occupied`.
  static func value(_ reading: ReadingObject, of quantity: String, _ appearance: Appearance) -> String {
    value(reading.value, reading.unit, of: quantity, appearance)
  }

  /// What a value says; see ``value(_:of:_:)``.
  static func value(
    _ value: Double, _ unit: String, of quantity: String, _ appearance: Appearance
  ) -> String {
    let isOn = value != 0
    switch Quantity(name: quantity) {
    case .occupied: return isOn ? "occupied" : "free"
    case .lampOn: return isOn ? "on" : "off"
    case .lampFault: return isOn ? "fault" : "no fault"
    case .tilt: return isOn ? "tilted" : "upright"
    default: return NumberText.measure(value, unit: unit, appearance)
    }
  }
}
