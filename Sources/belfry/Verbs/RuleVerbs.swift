import ArgumentParser

/// `belfry rule …`
struct RuleVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule", abstract: "The conditions that make alerts.",
    subcommands: [RuleBacktestVerb.self, RuleCheckVerb.self, RuleListVerb.self, RuleTestVerb.self])
}
