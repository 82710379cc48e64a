import ArgumentParser

/// `belfry asset …`
struct AssetVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asset", abstract: "Containers, bays, rooms, lamps: what the city cares about.",
    subcommands: [AssetListVerb.self, AssetShowVerb.self])
}
