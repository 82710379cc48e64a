import Model
import Wire

extension Daemon {
  /// Says so when a list is empty because a name that was given is not known.
  ///
  /// A rule or asset of the past may be gone: then only a name that is near to one there is can be a slip.
  /// - Throws: `Failure` with the name that was probably meant.
  func checkNames(rule: String?, asset: String?, district: String?) async throws {
    if let rule {
      let rules = try await list(of: RuleObject.self, Request("v1", "rules"), limit: nil).items
      try Self.check(rule, "rule", among: rules.map(\.name))
    }
    guard asset != nil || district != nil else { return }
    let assets = try await list(of: AssetObject.self, Request("v1", "assets"), limit: nil).items
    let districts = Set(assets.compactMap(\.district)).sorted()
    if let asset { try Self.check(asset, "asset", among: assets.map(\.id) + districts) }
    if let district { try Self.check(district, "district", among: districts) }
  }

  private static func check(_ name: String, _ what: String, among names: [String]) throws {
    guard !names.contains(name), let near = nearestSpelling(of: name, among: names) else { return }
    throw Failure(.refused, "there is no \(what) '\(name)'", hint: "did you mean '\(near)'?")
  }
}
