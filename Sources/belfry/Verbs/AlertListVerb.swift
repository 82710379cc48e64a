import ArgumentParser
import Model
import Wire

/// `belfry alert list`
struct AlertListVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "What is pending or firing, and what resolved in the last hour; the worst first.")

  @OptionGroup var options: CommonOptions
  @OptionGroup var list: ListOptions

  @Option(help: "Only this state: \(choices(of: AlertState.self)).", transform: choice)
  var state: AlertState?

  @Option(help: "Only this severity: \(choices(of: Severity.self)).", transform: choice)
  var severity: Severity?

  @Option(help: "Only alerts of this rule.")
  var rule: String?

  @Option(help: "Only alerts of this asset, or about this district.")
  var asset: String?

  @Option(help: "Only about assets of this kind: \(choices(of: AssetKind.self)).", transform: choice)
  var kind: AssetKind?

  @Option(help: "Only in this district.")
  var district: String?

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await list.repeated(on: console) { try await show(daemon, $0) }
  }

  private func show(_ daemon: Daemon, _ console: Console) async throws {
    let request = Request("v1", "alerts").with("state", state?.rawValue)
      .with("severity", severity?.rawValue).with("rule", rule).with("asset", asset)
      .with("kind", kind?.rawValue).with("district", district)
    // The worst can stand anywhere in the API's order: people are shown the first of all.
    var listing = try await daemon.list(
      of: AlertObject.self, request, limit: console.json ? list.limit : nil)
    if listing.items.isEmpty { try await daemon.checkNames(rule: rule, asset: asset, district: district) }
    listing.items.sort { $0.precedes($1) }
    listing.keepFirst(list.limit)
    try console.print(listing, empty: "no alerts") {
      Table(alerts: $0, showsIDs: true, now: .now, console.appearance)
    }
  }
}
