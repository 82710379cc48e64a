import ArgumentParser
import Model
import Wire

/// `belfry alert history`
struct AlertHistoryVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "The alerts that fired, the newest first; of the last day by default.",
    discussion: "--from and --to are about when an alert began: --from is included, --to is not.")

  @OptionGroup var options: CommonOptions
  @OptionGroup var list: ListOptions

  @Option(help: "Began then or later, RFC 3339: 2026-05-04T00:00:00Z.", transform: moment)
  var from: Timestamp?

  @Option(help: "Began before then; now when it is not said.", transform: moment)
  var to: Timestamp?

  @Option(help: "Only alerts of this rule.")
  var rule: String?

  @Option(help: "Only alerts of this asset, or district.")
  var asset: String?

  @Option(help: "Only this severity: \(choices(of: Severity.self)).", transform: choice)
  var severity: Severity?

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await list.repeated(on: console) { try await show(daemon, $0) }
  }

  private func show(_ daemon: Daemon, _ console: Console) async throws {
    let request = Request("v1", "alerts", "history").with("from", from?.description)
      .with("to", to?.description).with("rule", rule).with("asset", asset)
      .with("severity", severity?.rawValue)
    let listing = try await daemon.list(of: AlertObject.self, request, limit: list.limit)
    if listing.items.isEmpty { try await daemon.checkNames(rule: rule, asset: asset, district: nil) }
    try console.print(listing, empty: "no alert fired", table: Self.table)
  }

  private static func table(_ alerts: [AlertObject]) -> Table {
    Table(
      columns: [
        .init(title: "ALERT"), .init(title: "FIRED"), .init(title: "LASTED", alignment: .right),
        .init(title: "SEVERITY", rank: 3), .init(title: "STATE", rank: 2), .init(title: "ASSET", rank: 1),
        .init(title: "RULE", rank: 4), .init(title: "SUMMARY", minimum: 20, rank: 0),
      ],
      rows: alerts.map { alert in
        let tone = alert.standing.tone(severity: alert.severity)
        return [
          .init(alert.id, .strong), .init(alert.firedAt.map { TimeText.date($0.timestamp) } ?? ""),
          .init(lasted(alert)), .init(alert.severity, tone), .init("\(alert.standing)", tone),
          .init(alert.asset), .init(alert.rule), .init(alert.summary),
        ]
      })
  }

  /// From firing to resolution; nothing while it goes on.
  private static func lasted(_ alert: AlertObject) -> String {
    guard let firedAt = alert.firedAt, let resolvedAt = alert.resolvedAt else { return "" }
    return TimeText.span(resolvedAt.timestamp - firedAt.timestamp)
  }
}
