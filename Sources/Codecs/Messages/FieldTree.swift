import Model

/// Fields in the shape of the JSON text in which they are looked for: a branch for each name on the way.
struct FieldTree: Sendable {
  /// What a value at some place stands for.
  enum Role: Sendable {
    /// A reading; `scale` is that of the unit in which it comes.
    case reading(Quantity, scale: Double)
    /// A reading by its name alone, in a unit that differs among makers: it counts if the value says its unit, or is
    /// so large that it can only be in ours.
    case unsure(Quantity, from: Double)
    case time
    case device
  }

  /// What the value here stands for, if it is no container.
  private(set) var role: Role?
  private(set) var branches: [(name: [UInt8], tree: FieldTree)] = []

  /// An empty tree.
  init() {}

  /// A tree of fields.
  init(_ fields: [Field]) {
    for field in fields { add(field) }
  }

  /// Adds a field.
  mutating func add(_ field: Field) {
    set(.reading(field.quantity, scale: field.unit.scale), at: field.pointer)
  }

  /// Adds a place, or gives it another role.
  mutating func set(_ role: Role, at pointer: JSONPointer) { set(role, at: pointer.tokens[...]) }

  private mutating func set(_ role: Role, at path: ArraySlice<String>) {
    guard let first = path.first else {
      self.role = role
      return
    }
    let name = Array(first.utf8)
    let index = branches.firstIndex { $0.name == name } ?? branches.count
    if index == branches.count { branches.append((name, FieldTree())) }
    branches[index].tree.set(role, at: path.dropFirst())
  }

  /// The branch of a member; `nil` when nothing is looked for there.
  func branch(named text: JSONScanner.Text, _ json: Span<UInt8>) -> Int? {
    guard text.isEscaped else { return branch(named: json, text.range) }
    let name = JSONEscapes.decode(json, text.range)
    return branches.firstIndex { $0.name == name }
  }

  /// The branch of the member whose name stands in `range` as it is.
  func branch(named bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    branches.firstIndex { branch in
      branch.name.count == range.count
        && range.indices.allSatisfy { branch.name[$0 - range.lowerBound] == bytes[$0] }
    }
  }

  /// The branch of an array's element.
  func branch(element index: Int) -> Int? {
    if branches.isEmpty { return nil }
    let name = Array(String(index).utf8)
    return branches.firstIndex { $0.name == name }
  }
}
