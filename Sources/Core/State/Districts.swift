import Model

/// The districts, and which assets lie in them.
struct Districts: Sendable {
  /// The districts' names, sorted.
  let names: [String]
  private let members: [[AssetKind: [Int32]]]
  private let indexOfName: [String: Int]

  init(_ assets: [Asset]) {
    let names = Set(assets.compactMap(\.district)).sorted()
    let indexOfName = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var members: [[AssetKind: [Int32]]] = names.map { _ in [:] }
    for (index, asset) in assets.enumerated() {
      guard let district = asset.district.flatMap({ indexOfName[$0] }) else { continue }
      members[district][asset.kind, default: []].append(Int32(index))
    }
    self.names = names
    self.members = members
    self.indexOfName = indexOfName
  }

  /// The assets of a kind in a district, by index.
  func assets(of kind: AssetKind, in district: Int) -> [Int32] { members[district][kind] ?? [] }

  /// The index of the district called `name`.
  func index(of name: String?) -> Int? { name.flatMap { indexOfName[$0] } }
}
