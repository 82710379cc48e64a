import ArgumentParser

/// `belfry alert …`
struct AlertVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "What needs a hand.",
    subcommands: [
      AlertAcknowledgeVerb.self, AlertExplainVerb.self, AlertHistoryVerb.self, AlertListVerb.self,
      AlertShelveVerb.self,
      AlertShowVerb.self, AlertUnshelveVerb.self,
    ])
}
