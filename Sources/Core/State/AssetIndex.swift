import Model

/// Finds an asset by its id: an open-addressing table of indexes, a sixth of what a dictionary of a million texts takes.
struct AssetIndex: Sendable {
  private let assets: [Asset]
  private let indexes: [Int32]
  private let mask: Int

  /// A table over `assets`, whose ids are unique.
  init(_ assets: [Asset]) {
    var size = 16
    while size < assets.count * 2 { size *= 2 }
    mask = size - 1
    var indexes = [Int32](repeating: -1, count: size)
    for index in assets.indices {
      var place = Self.place(assets[index].id, mask: mask)
      while indexes[place] >= 0 { place = (place + 1) & mask }
      indexes[place] = Int32(index)
    }
    self.assets = assets
    self.indexes = indexes
  }

  /// The index of the asset called `id`; `nil` when there is none.
  func find(_ id: String) -> Int? {
    var place = Self.place(id, mask: mask)
    while indexes[place] >= 0 {
      let index = Int(indexes[place])
      if assets[index].id == id { return index }
      place = (place + 1) & mask
    }
    return nil
  }

  private static func place(_ id: String, mask: Int) -> Int { id.hashValue & mask }
}
