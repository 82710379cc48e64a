import Model

/// A made-up stock of assets in the streets of Liège, as a registry file.
public struct CityPlan: Hashable, Sendable {
  /// How many containers.
  public var containers: Int
  /// How many parking bays.
  public var bays: Int
  /// How many classrooms.
  public var rooms: Int
  /// How many street lamps.
  public var luminaires: Int
  /// How many public buildings with a meter.
  public var buildings: Int
  /// How many stations for noise and air.
  public var stations: Int
  /// How many green spaces with a probe in the soil.
  public var greenSpaces: Int
  /// The registry's parameter `network` of all devices on LoRaWAN; `nil` for The Things Stack.
  public var network: String?
  /// Everything that is left to chance follows from it.
  public var seed: UInt64

  /// A plan with so many assets of each kind.
  public init(
    containers: Int = 0, bays: Int = 0, rooms: Int = 0, luminaires: Int = 0, buildings: Int = 0,
    stations: Int = 0, greenSpaces: Int = 0, network: String? = nil, seed: UInt64 = 1
  ) {
    self.containers = containers
    self.bays = bays
    self.rooms = rooms
    self.luminaires = luminaires
    self.buildings = buildings
    self.stations = stations
    self.greenSpaces = greenSpaces
    self.network = network
    self.seed = seed
  }

  /// What ``network`` can be.
  public static let networks = NetworkServer.allCases.map(\.rawValue)

  /// The lines of the registry file, the header first, each with its line's end.
  /// - Parameter write: takes one line.
  /// - Throws: what `write` throws.
  public func lines<Failure: Error>(_ write: (String) throws(Failure) -> Void) throws(Failure) {
    try write("asset,kind,name,district,latitude,longitude,device,codec,parameters\n")
    var random = RandomSource(seed: seed, stream: fingerprint("city plan"))
    let kinds: [(count: Int, rows: (Int, inout RandomSource) -> [RegistryRow])] = [
      (containers, RegistryRow.container), (bays, RegistryRow.bay), (rooms, RegistryRow.room),
      (luminaires, RegistryRow.luminaire), (buildings, RegistryRow.building),
      (stations, RegistryRow.station), (greenSpaces, RegistryRow.greenSpace),
    ]
    for kind in kinds {
      for number in 0..<kind.count {
        for row in kind.rows(number, &random) { try write(row.line(network: network)) }
      }
    }
  }
}
