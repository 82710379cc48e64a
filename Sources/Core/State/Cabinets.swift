import Model

/// Which assets hang on one feeder: those of one kind with the same parameter `cabinet`.
struct Cabinets: Sendable {
  private let cabinetOfAsset: [Int32]
  private let members: [[Int32]]

  init(_ assets: [Asset]) {
    var indexOfName: [String: Int] = [:]
    var members: [[Int32]] = []
    cabinetOfAsset = assets.enumerated().map { asset, definition in
      guard let name = definition.parameters["cabinet"] else { return -1 }
      let key = "\(definition.kind.rawValue)\u{1F}\(name)"
      let index = indexOfName[key] ?? members.count
      if index == members.count {
        indexOfName[key] = index
        members.append([])
      }
      members[index].append(Int32(asset))
      return Int32(index)
    }
    self.members = members
  }

  /// The assets that hang on the same feeder as this one, itself included; none when its feeder is not known.
  func members(withAsset asset: Int) -> [Int32] {
    cabinetOfAsset[asset] < 0 ? [] : members[Int(cabinetOfAsset[asset])]
  }
}
