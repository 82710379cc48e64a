import ArgumentParser
import Foundation
import Model
import Wire

/// `belfry asset show ID`
struct AssetShowVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One asset with all its readings and their age.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The asset's id, as in the registry.")
  var id: String

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let data = try await daemon.json(Request("v1", "assets", id))
    if console.json { return try console.print(JSONText(data)) }
    let asset = try Daemon.decode(AssetObject.self, data)
    let now = Timestamp.now
    try console.print(fields(asset, now).lines(width: console.width, console.appearance))
    guard !asset.readings.isEmpty else { return }
    let table = readings(asset, now, console.appearance)
    try console.print([""] + table.lines(width: console.width, console.appearance))
  }

  private func fields(_ asset: AssetObject, _ now: Timestamp) -> Fields {
    var fields = Fields()
    fields.add("asset", asset.id, .strong)
    fields.add("name", asset.name == asset.id ? nil : asset.name)
    fields.add("kind", asset.kind)
    fields.add("state", asset.state, Tone(state: asset.state))
    fields.add("heard", asset.heardAt.map { TimeText.ago($0.timestamp, now: now) } ?? "never")
    fields.add("district", asset.district)
    fields.add("location", asset.location.map(place))
    fields.add("devices", asset.devices.joined(separator: ", "))
    let parameters = asset.parameters.sorted { $0.key < $1.key }
    fields.add("parameters", parameters.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
    return fields
  }

  /// Degrees to about a metre: `50.64678, 5.57426`.
  private func place(_ location: LocationObject) -> String {
    String(format: "%.5f, %.5f", location.latitude, location.longitude)
  }

  private func readings(_ asset: AssetObject, _ now: Timestamp, _ appearance: Appearance) -> Table {
    Table(
      columns: [
        .init(title: "READING"), .init(title: "VALUE", alignment: .right),
        .init(title: "MEASURED", alignment: .right), .init(title: "AT", rank: 1),
      ],
      rows: asset.readings.sorted { $0.key < $1.key }.map { quantity, reading in
        [
          .init(quantity), .init(ReadingText.value(reading, of: quantity, appearance), .strong),
          .init(TimeText.ago(reading.at.timestamp, now: now)),
          .init(TimeText.date(reading.at.timestamp), .quiet),
        ]
      })
  }
}
