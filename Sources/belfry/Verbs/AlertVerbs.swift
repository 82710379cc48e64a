import ArgumentParser

/// `belfry alert …`
struct AlertVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "What needs a hand.",
    subcommands: [AlertListVerb.self, AlertShowVerb.self])
}
