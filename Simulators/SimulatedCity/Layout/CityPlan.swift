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
  /// Everything that is left to chance follows from it.
  public var seed: UInt64

  /// A plan with so many assets of each kind.
  public init(containers: Int = 0, bays: Int = 0, rooms: Int = 0, luminaires: Int = 0, seed: UInt64 = 1) {
    self.containers = containers
    self.bays = bays
    self.rooms = rooms
    self.luminaires = luminaires
    self.seed = seed
  }

  /// The lines of the registry file, the header first, each with its line's end.
  /// - Parameter write: takes one line.
  /// - Throws: what `write` throws.
  public func lines<Failure: Error>(_ write: (String) throws(Failure) -> Void) throws(Failure) {
    try write("asset,kind,name,district,latitude,longitude,device,codec,parameters\n")
    var random = RandomSource(seed: seed, stream: fingerprint("city plan"))
    let kinds: [(count: Int, row: (Int, inout RandomSource) -> RegistryRow)] = [
      (containers, RegistryRow.container), (bays, RegistryRow.bay), (rooms, RegistryRow.room),
      (luminaires, RegistryRow.luminaire),
    ]
    for kind in kinds {
      for number in 0..<kind.count { try write(kind.row(number, &random).line) }
    }
  }
}
