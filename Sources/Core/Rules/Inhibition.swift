import Model

/// Which alerts explain which others: `inhibited_by`.
///
/// An alert explains another of the same asset; one about a district those of the assets in it, and of the
/// district itself.
struct Inhibition: Sendable {
  /// The rules that may explain a rule, and those that a rule may explain.
  private let inhibitors: [[Int]]
  private let inhibited: [[Int]]
  private let names: [String]
  private let isDistrictRule: [Bool]
  private let districtOfAsset: [Int32]
  private let assetsOfDistrict: [[Int32]]

  init(_ rules: [Rule], _ assets: [Asset], _ districts: Districts) {
    let indexOfName = Dictionary(
      rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    inhibitors = rules.map { rule in rule.definition.inhibitedBy.compactMap { indexOfName[$0] } }
    var inhibited: [[Int]] = rules.map { _ in [] }
    for (rule, list) in inhibitors.enumerated() { for other in list { inhibited[other].append(rule) } }
    self.inhibited = inhibited
    names = rules.map(\.name)
    isDistrictRule = rules.map(\.kinds.isEmpty)
    guard rules.contains(where: { $0.kinds.isEmpty && !inhibited[indexOfName[$0.name] ?? 0].isEmpty }) else {
      districtOfAsset = []
      assetsOfDistrict = []
      return
    }
    districtOfAsset = assets.map { Int32(districts.index(of: $0.district) ?? -1) }
    var members: [[Int32]] = districts.names.map { _ in [] }
    for (asset, district) in districtOfAsset.enumerated() where district >= 0 {
      members[Int(district)].append(Int32(asset))
    }
    assetsOfDistrict = members
  }

  /// The name of a rule whose firing alert explains `key`; `nil` when none does.
  func inhibitor(of key: InstanceKey, isFiring: (_ rule: Int, _ subject: Int) -> Bool) -> String? {
    for rule in inhibitors[Int(key.rule)] {
      guard let subject = subject(of: rule, for: key) else { continue }
      if isFiring(rule, subject) { return names[rule] }
    }
    return nil
  }

  /// The subject of `rule` that covers the subject of `key`.
  private func subject(of rule: Int, for key: InstanceKey) -> Int? {
    let subject = Int(key.subject)
    switch (isDistrictRule[rule], isDistrictRule[Int(key.rule)]) {
    case (true, false): return districtOfAsset[subject] >= 0 ? Int(districtOfAsset[subject]) : nil
    case (false, true): return nil
    default: return subject
    }
  }

  /// All that an alert of `key` may explain.
  func inhibited(by key: InstanceKey) -> [InstanceKey] {
    inhibited[Int(key.rule)].flatMap { rule -> [InstanceKey] in
      switch (isDistrictRule[Int(key.rule)], isDistrictRule[rule]) {
      case (true, false):
        assetsOfDistrict[Int(key.subject)].map { InstanceKey(rule: Int32(rule), subject: $0) }
      case (false, true): []
      default: [InstanceKey(rule: Int32(rule), subject: key.subject)]
      }
    }
  }
}
