import Model

/// Where the things of an image stand in a city whose registry or rules may be others.
struct ImageMapping {
  /// Index in the image to index in the city; -1 when it is gone.
  let assets: [Int32]
  let devices: [Int32]
  let districts: [Int32]
  let brokers: [Int32]
  /// A rule whose text changed counts as gone.
  let rules: [Int32]

  /// Whether all assets and devices stand where they stood, and there are no others: then what is said by index holds.
  let isSameRegistry: Bool

  init(
    assets: [Int32], devices: [Int32], districts: [Int32], brokers: [Int32], rules: [Int32],
    in definition: CityDefinition
  ) {
    self.assets = assets
    self.devices = devices
    self.districts = districts
    self.brokers = brokers
    self.rules = rules
    isSameRegistry =
      assets.count == definition.assets.count && devices.count == definition.devices.count
      && assets.enumerated().allSatisfy { $0 == $1 } && devices.enumerated().allSatisfy { $0 == $1 }
  }

  func asset(_ index: Int) -> Int? { Self.find(index, assets) }
  func device(_ index: Int) -> Int? { Self.find(index, devices) }
  func rule(_ index: Int) -> Int? { Self.find(index, rules) }

  private static func find(_ index: Int, _ table: [Int32]) -> Int? {
    guard table.indices.contains(index), table[index] >= 0 else { return nil }
    return Int(table[index])
  }

  /// Where each of the brokers stands. One that is alone before and after is the same, though its address changed.
  static func placesOfBrokers(_ old: [String], in new: [String]) -> [Int32] {
    old.count == 1 && new.count == 1 ? [0] : places(of: old, in: new)
  }

  /// Where each of `old` stands in `new`.
  static func places<Name: Hashable>(of old: [Name], in new: [Name]) -> [Int32] {
    if old == new { return (0..<Int32(old.count)).map { $0 } }
    let index = Dictionary(
      new.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    return old.map { index[$0] ?? -1 }
  }
}
