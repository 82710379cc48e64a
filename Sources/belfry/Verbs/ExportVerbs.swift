import ArgumentParser

/// `belfry export …`
struct ExportVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "The history in open formats.",
    subcommands: [ExportReadingsVerb.self])
}
