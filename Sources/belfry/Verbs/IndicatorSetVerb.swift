import ArgumentParser
import Model
import Wire

/// `belfry indicator set NAME VALUE`
struct IndicatorSetVerb: DaemonVerb {
  /// What is sent.
  private struct Entry: Encodable, Sendable {
    let value: Double
    let at: String
    let by: String
    let comment: String?
    let scope: String
  }

  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Enters a value of an indicator that people enter.",
    discussion: """
      A value for a day that has one is a new version: both stay in the history, with who entered them. A \
      value below zero stands behind '--'.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The indicator's name, as 'belfry indicator list' shows it.")
  var name: String

  @Argument(help: "The value in the indicator's unit.")
  var value: Double

  @Option(help: ArgumentHelp("The day that it is about: 2026-03-31.", valueName: "date"))
  var at: String

  @Option(help: ArgumentHelp("Where it comes from.", valueName: "who"))
  var by: String

  @Option(name: [.short, .long], help: "What there is to say about it.")
  var comment: String?

  @Option(help: "The city, or the district with this name.")
  var scope = "city"

  func validate() throws {
    guard CivilDate(iso8601: at) != nil else {
      throw ValidationError("'\(at)' is no day; write for example 2026-03-31.")
    }
  }

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let entry = Entry(value: value, at: at, by: by, comment: comment, scope: scope)
    let data = try await daemon.json(Request("v1", "indicators", name, "values"), changing: entry)
    if console.json { return try console.print(JSONText(data)) }
    let indicator = try Daemon.decode(IndicatorObject.self, data)
    let text = IndicatorText(console.appearance)
    try console.print(text.fields(indicator).lines(width: console.width, console.appearance))
  }
}
