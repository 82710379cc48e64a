import ArgumentParser
import Wire

/// `belfry reload`
struct ReloadVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Lets the daemon read its configuration again; a bad one changes nothing.")

  @OptionGroup var options: CommonOptions

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let data = try await daemon.json(Request("v1", "reload"), changing: [String: String]())
    if console.json { return try console.print(JSONText(data)) }
    let answer = try Daemon.decode(ReloadObject.self, data)
    var lines = answer.remarks
    lines.append("reloaded: \(answer.assets) assets, \(answer.devices) devices, \(answer.rules) rules")
    if !answer.needsRestart.isEmpty {
      let sections = answer.needsRestart.joined(separator: ", ")
      lines.append("in force only after 'systemctl restart belfryd': \(sections)")
    }
    try console.print(lines)
  }
}
