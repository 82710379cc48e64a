import ArgumentParser
import Model
import Wire

/// `belfry asset list`
struct AssetListVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Assets with their live state.")

  @OptionGroup var options: CommonOptions
  @OptionGroup var list: ListOptions

  @Option(help: "Only this kind: \(choices(of: AssetKind.self)).", transform: choice)
  var kind: AssetKind?

  @Option(help: "Only this district.")
  var district: String?

  @Option(
    name: .customLong("where"), help: "Only where this holds, in the rule language: 'fill_level > 80 %'.")
  var condition: String?

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await list.repeated(on: console) { try await show(daemon, $0) }
  }

  private func show(_ daemon: Daemon, _ console: Console) async throws {
    let request = Request("v1", "assets").with("kind", kind?.rawValue).with("district", district)
      .with("where", condition)
    let listing = try await daemon.list(of: AssetObject.self, request, limit: list.limit)
    try console.print(listing, empty: "no assets") { table($0, now: .now, console.appearance) }
  }

  private func table(_ assets: [AssetObject], now: Timestamp, _ appearance: Appearance) -> Table {
    Table(
      columns: [
        .init(title: "ASSET"), .init(title: "KIND", rank: 2), .init(title: "STATE"),
        .init(title: "READINGS", minimum: 24), .init(title: "HEARD", alignment: .right, rank: 1),
        .init(title: "NAME", minimum: 10, rank: 3), .init(title: "DISTRICT", minimum: 8, rank: 4),
      ],
      rows: assets.map { asset in
        [
          .init(asset.id, .strong), .init(asset.kind), .init(asset.state, Tone(state: asset.state)),
          .init(parts: asset.headline(appearance)),
          .init(asset.heardAt.map { TimeText.ago($0.timestamp, now: now) } ?? "never"),
          .init(asset.name == asset.id ? "" : asset.name), .init(asset.district ?? ""),
        ]
      })
  }
}
