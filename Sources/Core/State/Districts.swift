import Model

/// The districts, and which assets there are of each kind in them and in the whole city.
struct Districts: Sendable {
  /// The districts' names, sorted.
  let names: [String]
  /// Each asset's district, by index; -1 where it lies in none.
  let ofAsset: [Int32]
  /// The assets of each district, by the kind's index.
  private let members: [[[Int32]]]
  /// All assets, by the kind's index.
  private let assetsOfKind: [[Int32]]
  private let indexOfName: [String: Int]

  init(_ assets: [Asset]) {
    // A city of a million assets looks each name up once: in the order in which they come, then in that of the names.
    var found: [String: Int32] = [:]
    let places = assets.map { asset -> Int32 in
      guard let name = asset.district else { return -1 }
      if let known = found[name] { return known }
      found[name] = Int32(found.count)
      return Int32(found.count - 1)
    }
    let names = found.keys.sorted()
    var sorted = [Int32](repeating: 0, count: names.count)
    for (index, name) in names.enumerated() {
      if let place = found[name] { sorted[Int(place)] = Int32(index) }
    }
    var members = names.map { _ in AssetKind.allCases.map { _ in [Int32]() } }
    var assetsOfKind = AssetKind.allCases.map { _ in [Int32]() }
    for (index, place) in places.enumerated() {
      let kind = assets[index].kind.index
      assetsOfKind[kind].append(Int32(index))
      if place >= 0 { members[Int(sorted[Int(place)])][kind].append(Int32(index)) }
    }
    self.names = names
    ofAsset = places.map { $0 < 0 ? -1 : sorted[Int($0)] }
    self.members = members
    self.assetsOfKind = assetsOfKind
    indexOfName = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// The assets of a kind in the whole city, by index.
  func assets(of kind: AssetKind) -> [Int32] { assetsOfKind[kind.index] }

  /// The assets of a kind in a district, by index.
  func assets(of kind: AssetKind, in district: Int) -> [Int32] { members[district][kind.index] }

  /// The index of the district called `name`.
  func index(of name: String?) -> Int? { name.flatMap { indexOfName[$0] } }
}
