import Core
import Model

/// Three rooms and a container, and rules that make alerts of every kind of step.
enum SmallTown {
  static let start = Timestamp(seconds: 1_795_000_000)

  static let definition: CityDefinition = {
    var assets = (0..<4).map { index in
      Asset(
        id: "A-\(index)", kind: index < 3 ? .room : .container, name: "Asset \(index)", district: "North",
        parameters: Parameters(["empty_mm": "1500", "full_mm": "200"]))
    }
    let devices = (0..<4).map { Device(id: "24e124713000000\($0)", codec: "elsys", asset: $0) }
    return CityDefinition(name: "Small", timeZone: "Europe/Brussels", assets: assets, devices: devices)
  }()

  static func rules() throws -> [Rule] {
    var stuffy = RuleDefinition(name: "stuffy", scope: .kind(.room), when: "co2 > 1000 ppm")
    stuffy.clear = "co2 < 900 ppm"
    stuffy.holdsFor = .seconds(600)
    stuffy.keepFiringFor = .seconds(300)
    stuffy.summary = "{name}: {co2}"
    let full = RuleDefinition(name: "full", scope: .kind(.container), when: "fill_level >= 60 %")
    let silent = RuleDefinition(name: "silent", scope: .anyKind, when: "silent()")
    return try [stuffy, full, silent].map { try Rule($0) }
  }

  static func uplink(_ device: Int, counter: UInt32?, at receivedAt: Timestamp) -> Uplink {
    var uplink = Uplink(device: DeviceKey(definition.devices[device].id), receivedAt: receivedAt)
    uplink.frameCounter = counter
    return uplink
  }
}
