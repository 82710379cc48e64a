import Model

/// The places for which an indicator has values: the city, number 0, and its districts from number 1.
struct Scopes: Sendable {
  /// The districts' names, sorted.
  let names: [String]
  /// The city's squares, where an indicator measures distances.
  let squares: Squares?
  private let districts: Districts

  init(_ assets: [Asset], _ districts: Districts, measuringDistances: Bool = false) {
    names = districts.names
    squares = measuringDistances ? Squares(assets) : nil
    self.districts = districts
  }

  /// The assets of a kind in the whole city.
  func assets(of kind: AssetKind) -> [Int32] { districts.assets(of: kind) }

  /// The asset's district; 0 where it lies in none.
  func scope(ofAsset asset: Int) -> Int { Int(districts.ofAsset[asset]) + 1 }

  /// How many assets of a kind lie in a scope.
  func count(of kind: AssetKind, in scope: Int) -> Int {
    scope == 0 ? assets(of: kind).count : districts.assets(of: kind, in: scope - 1).count
  }

  /// What a scope is called: `city`, or the district's name.
  func name(_ scope: Int) -> String { scope == 0 ? "city" : names[scope - 1] }

  /// The number of a scope by its name, `city` or a district's; `nil` when there is none.
  func number(of name: String) -> Int? {
    name == "city" ? 0 : names.firstIndex(of: name).map { $0 + 1 }
  }
}
