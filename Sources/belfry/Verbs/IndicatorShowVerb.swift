import ArgumentParser
import Model
import Wire

/// `belfry indicator show NAME`
struct IndicatorShowVerb: DaemonVerb {
  /// What the values are shown for.
  enum Per: String, CaseIterable {
    case district
  }

  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "One indicator: its newest value, one for each district, or all that people entered.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The indicator's name, as 'belfry indicator list' shows it.")
  var name: String

  @Option(help: "Show the districts beside the city: \(choices(of: Per.self)).", transform: choice)
  var per: Per?

  @Option(help: "The district to show.")
  var scope: String?

  @Flag(help: "Show each version of what people entered, with who entered it.")
  var entries = false

  func validate() throws {
    if per != nil, scope != nil { throw ValidationError("--per and --scope exclude each other.") }
    if entries, per != nil || scope != nil {
      throw ValidationError("--entries shows those of the city and of all districts.")
    }
  }

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let data = try await daemon.json(Request("v1", "indicators", name).with("scope", scope))
    if per != nil { return try await compare(daemon, console) }
    if entries {
      return try await showEntries(Daemon.decode(IndicatorObject.self, data).unit, daemon, console)
    }
    if console.json { return try console.print(JSONText(data)) }
    let indicator = try Daemon.decode(IndicatorObject.self, data)
    let text = IndicatorText(console.appearance)
    try console.print(text.fields(indicator).lines(width: console.width, console.appearance))
  }

  private func showEntries(_ unit: String, _ daemon: Daemon, _ console: Console) async throws {
    let listing = try await daemon.list(
      of: IndicatorEntryObject.self, Request("v1", "indicators", name, "entries"), limit: nil)
    try console.print(listing, empty: "nobody has entered a value") { entries in
      Table(
        columns: [
          .init(title: "DAY"), .init(title: "SCOPE", rank: 2), .init(title: "VALUE", alignment: .right),
          .init(title: "FROM"), .init(title: "COMMENT", rank: 1), .init(title: "ENTERED BY", rank: 3),
          .init(title: "AT", rank: 4),
        ],
        rows: entries.map { entry in
          [
            .init(entry.at, .strong), .init(entry.scope),
            .init(NumberText.measure(entry.value, unit: unit, console.appearance)), .init(entry.by),
            .init(entry.comment, .quiet), .init(entry.enteredBy),
            .init(TimeText.date(entry.enteredAt.timestamp), .quiet),
          ]
        })
    }
  }

  /// The city and its districts, one below the other.
  private func compare(_ daemon: Daemon, _ console: Console) async throws {
    let listing = try await daemon.list(
      of: IndicatorObject.self, Request("v1", "indicators").with("name", name), limit: nil)
    try console.print(listing, empty: "no values") {
      IndicatorText(console.appearance).table($0, first: .init(title: "SCOPE")) { $0.scope }
    }
  }
}
