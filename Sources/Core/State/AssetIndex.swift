import Model

/// Finds an asset by its id.
struct AssetIndex: Sendable {
  private let assets: [Asset]
  private let table: IndexTable

  /// A table over `assets`, whose ids are unique.
  init(_ assets: [Asset]) {
    var table = IndexTable(capacity: assets.count)
    for index in assets.indices { table.insert(index, assets[index].id.tableHash) }
    self.assets = assets
    self.table = table
  }

  /// The index of the asset called `id`; `nil` when there is none.
  func find(_ id: String) -> Int? { table.find(id.tableHash) { assets[$0].id == id } }
}
