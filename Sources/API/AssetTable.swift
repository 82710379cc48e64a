import Model
import Wire

/// A page of assets as comma-separated values (RFC 4180), `text/csv`: a column for each quantity that one of
/// them has, in its fixed unit.
struct AssetTable {
  private let assets: [AssetObject]

  init(_ assets: [AssetObject]) { self.assets = assets }

  /// The heading and the rows.
  var text: String {
    let quantities = Set(assets.flatMap(\.readings.keys)).sorted()
    let own = ["asset", "kind", "name", "district", "latitude", "longitude", "state", "heard_at"]
    let rows = [own + quantities] + assets.map { cells(of: $0, quantities) }
    return rows.map { csvLine($0) + "\r\n" }.joined()
  }

  private func cells(of asset: AssetObject, _ quantities: [String]) -> [String] {
    let own = [
      asset.id, asset.kind, asset.name, asset.district ?? "",
      asset.location.map { "\($0.latitude)" } ?? "", asset.location.map { "\($0.longitude)" } ?? "",
      asset.state, asset.heardAt?.timestamp.description ?? "",
    ]
    return own + quantities.map { name in asset.readings[name].map { "\($0.value)" } ?? "" }
  }
}
