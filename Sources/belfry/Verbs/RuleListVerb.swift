import ArgumentParser
import Wire

/// `belfry rule list`
struct RuleListVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The rules that are loaded, and how many alerts each has.")

  @OptionGroup var options: CommonOptions
  @OptionGroup var list: ListOptions

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await list.repeated(on: console) { try await show(daemon, $0) }
  }

  private func show(_ daemon: Daemon, _ console: Console) async throws {
    let listing = try await daemon.list(
      of: RuleObject.self, Request("v1", "rules"), limit: list.limit)
    try console.print(listing, empty: "no rules", table: table)
  }

  private func table(_ rules: [RuleObject]) -> Table {
    Table(
      columns: [
        .init(title: "RULE"), .init(title: "SEVERITY"), .init(title: "ABOUT", rank: 2),
        .init(title: "FIRING", alignment: .right), .init(title: "PENDING", alignment: .right, rank: 1),
        .init(title: "FOR", alignment: .right, rank: 3), .init(title: "WHEN", minimum: 16, rank: 4),
      ],
      rows: rules.map { rule in
        let tone = Tone(severity: rule.severity)
        return [
          .init(rule.name, .strong), .init(rule.severity, tone), .init(rule.kind ?? rule.per ?? ""),
          .init(NumberText.count(rule.firing), rule.firing > 0 ? tone : .plain),
          .init(NumberText.count(rule.pending)),
          .init(rule.holdsForSeconds > 0 ? TimeText.span(.seconds(rule.holdsForSeconds)) : ""),
          .init(rule.when),
        ]
      })
  }
}
