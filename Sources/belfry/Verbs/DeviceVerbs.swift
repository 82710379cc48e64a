import ArgumentParser

/// `belfry device …`
struct DeviceVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "The radios, and how well they are heard.",
    subcommands: [DeviceListVerb.self, DeviceShowVerb.self])
}
