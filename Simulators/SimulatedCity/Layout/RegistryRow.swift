import Model

/// One row of the registry file.
struct RegistryRow {
  let asset: String
  let kind: AssetKind
  let name: String
  let site: Site
  var device: String
  var codec: String
  var parameters: [String] = []

  /// The same with a device that speaks another way.
  /// - Parameters:
  ///   - network: one of ``CityPlan/networks``. Devices in SenML stay as they are, but for the encoding; only Milesight's
  ///     can use its frame.
  ///   - imei: what the device is called if it is none on LoRaWAN.
  /// - Returns: the row.
  func speaking(through network: String, imei: @autoclosure () -> String) -> RegistryRow {
    var row = self
    switch network {
    case SenML.codec, SenML.networkOfCBOR:
      if codec != SenML.codec { (row.codec, row.device) = (SenML.codec, imei()) }
      if network == SenML.networkOfCBOR { row.parameters.append("network=\(network)") }
    case MilesightNB.network:
      guard MilesightNB.carries(codec) else { return self }
      row.device = imei()
      row.parameters.append("network=\(network)")
    default:
      if codec != SenML.codec { row.parameters.append("network=\(network)") }
    }
    return row
  }

  /// The row in CSV (RFC 4180) with its line's end.
  var line: String {
    let cells = [
      asset, kind.rawValue, name, site.district, site.latitudeText, site.longitudeText, device, codec,
      parameters.joined(separator: ";"),
    ]
    return csvLine(cells) + "\n"
  }
}
