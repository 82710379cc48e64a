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
  /// How devices speak, one of ``networks`` or ``mixed``; `nil` for The Things Stack, and SenML for some.
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

  /// What ``network`` can be, beside ``mixed``.
  public static let networks =
    NetworkServer.allCases.map(\.rawValue) + [MilesightNB.network, SenML.codec, SenML.networkOfCBOR]
  /// Of each kind of asset one after the other speaks through another of ``networks``.
  public static let mixed = "mixed"

  /// The lines of the registry file, the header first, each with its line's end.
  /// - Parameter write: takes one line.
  /// - Throws: what `write` throws.
  public func lines<Failure: Error>(_ write: (String) throws(Failure) -> Void) throws(Failure) {
    try write("asset,kind,name,district,latitude,longitude,device,codec,parameters\n")
    var random = RandomSource(seed: seed, stream: fingerprint("city plan"))
    // The type is that of the IMEIs of devices that have none otherwise; a station has two of them.
    let kinds: [(count: Int, imeiType: Int, rows: (Int, inout RandomSource) -> [RegistryRow])] = [
      (containers, 1, RegistryRow.container), (bays, 4, RegistryRow.bay), (rooms, 2, RegistryRow.room),
      (luminaires, 5, RegistryRow.luminaire), (buildings, 6, RegistryRow.building),
      (stations, 8, RegistryRow.station), (greenSpaces, 7, RegistryRow.greenSpace),
    ]
    for kind in kinds {
      for number in 0..<kind.count {
        for (index, row) in kind.rows(number, &random).enumerated() {
          guard let network = network(of: number) else {
            try write(row.line)
            continue
          }
          let imei = RegistryRow.imei(number, type: kind.imeiType + index)
          try write(row.speaking(through: network, imei: imei).line)
        }
      }
    }
  }

  private func network(of number: Int) -> String? {
    network == Self.mixed ? Self.networks[number % Self.networks.count] : network
  }
}
