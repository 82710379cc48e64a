import ArgumentParser
import Foundation
import Model
import Wire

/// `belfry events`
struct EventsVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "What happens, as it happens, until Ctrl-C.",
    discussion: "With --json one JSON object a line.")

  @OptionGroup var options: CommonOptions

  @Option(help: "Only these, with commas between: reading, alert, indicator, device.")
  var types: String?

  @Option(help: "End after this many events.")
  var count: Int?

  @Option(help: ArgumentHelp("Go on after the event with this id.", valueName: "id"))
  var after: String?

  func validate() throws {
    if let count, count < 1 { throw ValidationError("--count must be at least 1") }
  }

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    var seen = 0
    try await daemon.events(Request("v1", "events").with("types", types), after: after) { event in
      try console.write(line(for: event, console) + "\n")
      seen += 1
      return seen == count ? .enough : .more
    }
  }

  private func line(for event: ServerEvent, _ console: Console) -> String {
    let data = Data(event.data.utf8)
    if console.json { return JSONText(data).text }
    return EventText(appearance: console.appearance).line(type: event.type, data)
  }
}
