import ArgumentParser

/// `belfry indicator …`
struct IndicatorVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "indicator", abstract: "What the council is shown: numbers with targets.",
    subcommands: [
      IndicatorCompareVerb.self, IndicatorExportVerb.self, IndicatorListVerb.self, IndicatorSetVerb.self,
      IndicatorShowVerb.self,
    ])
}
