import ArgumentParser
import Foundation
import SimulatedCity

/// `belfry-sim make-city`: a registry of any size.
struct MakeCityVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-city",
    abstract: "Writes DIR/assets.csv: made-up assets in the streets of Liège.")

  @Argument(help: "The folder to write assets.csv to; it is made if need be.")
  var directory: String

  @Option(help: "How many waste containers.")
  var containers = 0

  @Option(help: "How many parking bays.")
  var bays = 0

  @Option(help: "How many classrooms.")
  var rooms = 0

  @Option(help: "How many street lamps.")
  var luminaires = 0

  @Option(help: "How many public buildings with a meter.")
  var buildings = 0

  @Option(help: "How many stations for noise and air.")
  var stations = 0

  @Option(help: "How many green spaces with a probe in the soil.")
  var greenSpaces = 0

  @Option(
    help: """
      What devices speak through: \(CityPlan.networks.joined(separator: ", ")), or mixed for all of them in turn. \
      By default The Things Stack, and senml for some.
      """)
  var network: String?

  @Option(help: "What is left to chance follows from this number.")
  var seed: UInt64 = 1

  func validate() throws {
    guard counts.allSatisfy({ (0...1_000_000).contains($0) }), counts.reduce(0, +) <= 1_000_000 else {
      throw ValidationError("a city has at most 1000000 assets")
    }
    guard counts.contains(where: { $0 > 0 }) else {
      throw ValidationError("say how many of something there are, for example --containers 60")
    }
    let networks = CityPlan.networks + [CityPlan.mixed]
    guard network.map(networks.contains) ?? true else {
      throw ValidationError("--network is one of \(networks.joined(separator: ", "))")
    }
  }

  func run() throws {
    let plan = CityPlan(
      containers: containers, bays: bays, rooms: rooms, luminaires: luminaires, buildings: buildings,
      stations: stations, greenSpaces: greenSpaces, network: network, seed: seed)
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let path = directory + "/assets.csv"
    var text = ""
    plan.lines { text += $0 }
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    print("wrote \(counts.reduce(0, +)) assets to \(path)")
  }

  private var counts: [Int] { [containers, bays, rooms, luminaires, buildings, stations, greenSpaces] }
}
