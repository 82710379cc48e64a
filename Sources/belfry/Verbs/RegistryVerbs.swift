import ArgumentParser

/// `belfry registry …`
struct RegistryVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry", abstract: "The list of what exists.", subcommands: [RegistryImportVerb.self])
}
