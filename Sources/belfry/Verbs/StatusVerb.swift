import ArgumentParser
import Model
import Wire

/// `belfry status`
struct StatusVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "How the daemon is doing, on one screen.")

  @OptionGroup var options: CommonOptions

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let data = try await daemon.json(Request("v1", "status"))
    if console.json { return try console.print(JSONText(data)) }
    let status = try Daemon.decode(Status.self, data)
    let lines = StatusText(status: status, now: .now, appearance: console.appearance)
      .lines(width: console.width)
    try console.print(lines)
  }
}
