@testable import Core
import Model

/// The time of the test's readings.
let noon = Timestamp(seconds: 1_777_896_000)

/// What `text` says of an asset with these values, measured at ``noon``; `nil` for unknown.
func truth(
  of text: String, _ values: KeyValuePairs<Quantity, Double> = [:], at now: Timestamp = noon
) throws -> Bool? {
  let program = try Program.condition(text, field: "when")
  var state = LiveState(assetCount: 1)
  for (quantity, value) in values { _ = state.take(Reading(quantity, value, at: noon), asset: 0, device: 0) }
  let result = program.evaluate(state, asset: 0, now: now)
  return result.isNaN ? nil : result == Truth.yes
}

/// Why `text` is no condition, as a person reads it: `column 14: what is wrong; what would be right`.
func error(in text: String) -> String? {
  do throws(RuleError) {
    _ = try Program.condition(text, field: "when")
    return nil
  } catch {
    return "\(error.column): \(error.message); \(error.hint)"
  }
}

extension LiveState {
  /// A state of so many rooms, each with one device.
  init(assetCount: Int) {
    let assets = (0..<assetCount).map { Asset(id: "A-\($0)", kind: .room, name: "Asset \($0)") }
    let devices = (0..<assetCount).map { Device(id: "device-\($0)", codec: "elsys", asset: $0) }
    self.init(CityDefinition(name: "Test", timeZone: "Europe/Brussels", assets: assets, devices: devices))
  }
}
