import ArgumentParser

/// `belfry-sim`: a simulated city at an MQTT broker.
@main
struct BelfrySim: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "belfry-sim",
    abstract: "Speaks to an MQTT broker as the sensors of a city would.",
    subcommands: [CityVerb.self, FloodVerb.self, MakeCityVerb.self])
}
