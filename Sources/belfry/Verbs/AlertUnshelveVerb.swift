import ArgumentParser

/// `belfry alert unshelve ID`
struct AlertUnshelveVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "unshelve", abstract: "Brings an alert back that was put aside.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The alert's id, as 'belfry alert list' shows it.")
  var id: String

  @Option(name: [.short, .long], help: "Why.")
  var comment: String?

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await daemon.change(
      id, "unshelve", AlertChange(comment: comment), done: "back", printingTo: console)
  }
}
