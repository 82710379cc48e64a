import Config
import Foundation
import Model

/// The registry of a city, `DIR/assets.csv`.
enum Registry {
  static func read(_ directory: String) throws -> CityDefinition {
    let path = directory + "/assets.csv"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SimulatorProblem("\(path): can't be read; `belfry-sim make-city` writes one")
    }
    let table = AssetTable.read([.init(path: path, bytes: Array(data))], knownCodecs: nil)
    guard table.problems.isEmpty else {
      throw SimulatorProblem(table.problems.map(\.description).joined(separator: "\n"))
    }
    return CityDefinition(name: directory, timeZone: "", assets: table.assets, devices: table.devices)
  }
}
