import Model

/// One row of the registry file.
struct RegistryRow {
  let asset: String
  let kind: AssetKind
  let name: String
  let site: Site
  let device: String
  let codec: String
  var parameters: [String] = []

  /// The row in CSV (RFC 4180) with its line's end.
  /// - Parameter network: the parameter `network` of devices on LoRaWAN, if they have one.
  /// - Returns: the line.
  func line(network: String?) -> String {
    var parameters = parameters
    if let network, codec != SenML.codec { parameters.append("network=\(network)") }
    let cells = [
      asset, kind.rawValue, name, site.district, site.latitudeText, site.longitudeText, device, codec,
      parameters.joined(separator: ";"),
    ]
    return cells.map(Self.quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
    let parts = cell.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }
}
