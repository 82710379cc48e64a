import ArgumentParser
import Model
import Wire

/// `belfry indicator list`
struct IndicatorListVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The indicators with their newest values, targets and trends.")

  @OptionGroup var options: CommonOptions
  @OptionGroup var list: ListOptions

  @Option(help: "Only this dimension: \(choices(of: CityDimension.self)).", transform: choice)
  var dimension: CityDimension?

  @Option(help: "The city, or the district with this name.")
  var scope = "city"

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await list.repeated(on: console) { try await show(daemon, $0) }
  }

  private func show(_ daemon: Daemon, _ console: Console) async throws {
    let request = Request("v1", "indicators").with("dimension", dimension?.rawValue).with("scope", scope)
    let listing = try await daemon.list(of: IndicatorObject.self, request, limit: list.limit)
    try console.print(listing, empty: "no indicators") {
      IndicatorText(console.appearance).table($0, first: .init(title: "INDICATOR")) { $0.name }
    }
  }
}
