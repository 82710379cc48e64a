import Config
import Model
import Wire

extension CityDefinition {
  /// The city of a daemon, as far as rules look at it: assets with their devices, clock and days off.
  static func of(_ daemon: Daemon) async throws -> CityDefinition {
    let city = try await daemon.value(CityObject.self, Request("v1", "city"))
    let listing = try await daemon.list(of: AssetObject.self, Request("v1", "assets"), limit: nil)
    var assets: [Asset] = []
    var devices: [Device] = []
    for object in listing.items {
      // A kind that this version does not know has no rules here.
      guard let kind = AssetKind(rawValue: object.kind) else { continue }
      devices += object.devices.map { Device(id: $0, codec: "", asset: assets.count) }
      assets.append(
        Asset(
          id: object.id, kind: kind, name: object.name, district: object.district,
          parameters: Parameters(object.parameters)))
    }
    return CityDefinition(
      name: city.name, timeZone: city.timezone,
      calendar: LocalCalendar(timeZone: city.timezone, holidays: city.holidays.compactMap(\.holiday)),
      assets: assets, devices: devices)
  }
}
