import Codecs
import Model

/// A line of `assets.csv` for an exported device. What is not known is written in capitals, which `belfryd check` asks
/// about.
struct RegistryLine {
  static let header = "asset,kind,name,district,latitude,longitude,device,codec,parameters"

  let asset: String
  let kind: String
  let name: String
  let location: Location?
  let device: String
  let codec: String

  /// A line for each device. Each is an asset of its own: where several have one name, their identifiers tell them
  /// apart.
  static func all(for devices: [ExportedDevice]) -> [RegistryLine] {
    let named = Dictionary(grouping: devices, by: \.name)
    return devices.map { RegistryLine($0, hasOwnName: !$0.name.isEmpty && named[$0.name]?.count == 1) }
  }

  private init(_ device: ExportedDevice, hasOwnName: Bool) {
    let codec = Self.codec(for: device.description)
    asset = hasOwnName ? device.name : device.id
    name = device.name
    kind = codec.map { Self.kind(of: $0.deviceClass).rawValue } ?? "KIND"
    location = device.latitude.flatMap { latitude in
      device.longitude.flatMap { Location(latitude: latitude, longitude: $0) }
    }
    self.device = device.id
    self.codec = codec?.name ?? "CODEC"
  }

  /// The line, its cells in quotes where they must be.
  var text: String {
    let place = location.map { ["\($0.latitude)", "\($0.longitude)"] } ?? ["", ""]
    return csvLine([asset, kind, name, ""] + place + [device, codec, ""])
  }

  /// The codec whose vendor and model a description names, if only one does; the longest name of a model counts.
  private static func codec(for description: String) -> (any Codec.Type)? {
    let text = letters(description)
    var best: (codec: any Codec.Type, length: Int, isAlone: Bool)?
    for codec in deviceCodecs {
      let vendor = letters(String(codec.vendor.split(separator: " ").first ?? ""))
      // `bosch-tps110` is the codec of the TPS110-0292, which its network server may call TPS110.
      let ownName = codec.name.split(separator: "-").dropFirst().joined()
      let named = (codec.models.map(letters) + [ownName]).filter { !$0.isEmpty && text.contains($0) }.map(
        \.count
      ).max()
      guard let length = named, text.contains(vendor), length >= best?.length ?? 0 else { continue }
      best = (codec, length, length > best?.length ?? 0)
    }
    return best.flatMap { $0.isAlone ? $0.codec : nil }
  }

  private static func letters(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  private static func kind(of deviceClass: DeviceClass) -> AssetKind {
    switch deviceClass {
    case .container: .container
    case .parking: .parkingBay
    case .indoorAir: .room
    case .lighting: .luminaire
    case .energy: .building
    case .environment, .noise: .station
    case .soil: .greenSpace
    }
  }
}
