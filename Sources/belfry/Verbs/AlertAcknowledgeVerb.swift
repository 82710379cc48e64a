import ArgumentParser

/// `belfry alert acknowledge ID`
struct AlertAcknowledgeVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge", abstract: "Tells everybody that somebody has taken note.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The alert's id, as 'belfry alert list' shows it.")
  var id: String

  @Option(name: [.short, .long], help: "What is being done about it.")
  var comment: String?

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await daemon.change(
      id, "acknowledge", AlertChange(comment: comment), done: "acknowledged", printingTo: console)
  }
}
