import ArgumentParser
import Foundation
import Model
import Wire

/// `belfry near KIND --at LAT,LON`
struct NearVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "near", abstract: "The nearest assets of a kind, with distance and age.",
    discussion: "For example: belfry near container --at 50.63,5.56 --where 'fill_level < 80 %'")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The kind: \(choices(of: AssetKind.self)).", transform: choice)
  var kind: AssetKind

  @Option(help: ArgumentHelp("From here, in degrees: 50.63,5.56.", valueName: "latitude,longitude"))
  var at: String

  @Option(
    name: .customLong("where"), help: "Only where this holds, in the rule language: 'fill_level < 80 %'.")
  var condition: String?

  @Option(help: ArgumentHelp("No farther than this.", valueName: "metres"))
  var within: Double?

  @Option(help: ArgumentHelp("At most this many.", valueName: "count"))
  var limit = 5

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let request = Request("v1", "assets").with("kind", kind.rawValue).with("near", at)
      .with("within", within.map { "\($0)" }).with("where", condition)
    let listing = try await daemon.list(of: AssetObject.self, request, limit: limit)
    if console.json { return try console.print(listing.json) }
    guard !listing.items.isEmpty else {
      return try console.print([console.appearance.paint("none there", .quiet)])
    }
    let table = table(listing.items, now: .now, console.appearance)
    try console.print(table.lines(width: console.width, console.appearance))
  }

  private func table(_ assets: [AssetObject], now: Timestamp, _ appearance: Appearance) -> Table {
    Table(
      columns: [
        .init(title: "DISTANCE", alignment: .right), .init(title: "ASSET"), .init(title: "STATE"),
        .init(title: "READINGS", minimum: 24), .init(title: "HEARD", alignment: .right),
        .init(title: "NAME", minimum: 10, rank: 1),
      ],
      rows: assets.map { asset in
        [
          .init(asset.distanceMetres.map(Self.distance) ?? "", .strong), .init(asset.id),
          .init(asset.state, Tone(state: asset.state)), .init(parts: asset.headline(appearance)),
          .init(asset.heardAt.map { TimeText.ago($0.timestamp, now: now) } ?? "never"),
          .init(asset.name == asset.id ? "" : asset.name),
        ]
      })
  }

  /// `85 m`, `1.2 km`.
  private static func distance(_ metres: Double) -> String {
    metres < 1000 ? "\(Int(metres)) m" : String(format: "%.1f km", metres / 1000)
  }
}
