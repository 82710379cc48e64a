import Model

/// Which alerts explain which others: `inhibited_by`.
///
/// An alert explains another of the same asset; one about a district those of the assets in it; one about a
/// gateway those of the assets that nobody else would hear; one about a broker all others.
struct Inhibition: Sendable {
  /// A gateway that is back has heard nobody yet: what its failure explained stays explained for so long, so
  /// that its devices come back one by one.
  static let returnPatience = Duration.seconds(3600)

  /// The rules that may explain a rule.
  private let inhibitors: [[Int]]
  private let isInhibitor: [Bool]
  private let names: [String]
  private let subjects: [RuleSubject]
  private let districtOfAsset: [Int32]

  init(_ rules: [Rule], _ districts: Districts) {
    let indexOfName = Dictionary(
      rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let inhibitors = rules.map { rule in rule.definition.inhibitedBy.compactMap { indexOfName[$0] } }
    let used = Set(inhibitors.joined())
    self.inhibitors = inhibitors
    isInhibitor = rules.indices.map(used.contains)
    names = rules.map(\.name)
    subjects = rules.map(\.subject)
    districtOfAsset = districts.ofAsset
  }

  /// Whether alerts of `rule` explain others.
  func explainsOthers(_ rule: Int) -> Bool { isInhibitor[rule] }

  /// Whether alerts of `rule` may explain those of `other`.
  func mayExplain(_ rule: Int, _ other: Int) -> Bool { inhibitors[other].contains(rule) }

  /// The name of a rule whose firing alert explains `key`; `nil` when none does.
  func inhibitor(
    of key: InstanceKey, _ state: borrowing LiveState, isFiring: (_ rule: Int, _ subject: Int) -> Bool
  ) -> String? {
    for rule in inhibitors[Int(key.rule)] {
      if let subject = subject(of: rule, for: key, state) {
        if isFiring(rule, subject) { return names[rule] }
      } else if subjects[rule] == .broker {
        for broker in state.network.brokers.indices where isFiring(rule, broker) { return names[rule] }
      } else if subjects[rule] == .gateway, subjects[Int(key.rule)] == .asset {
        // One device is enough: but for the gateway the asset might be heard through it.
        let isExplained = state.devicesOfAsset[Int(key.subject)].contains { device in
          state.network.isExplained(device: Int(device), isDown: { isFiring(rule, $0) })
        }
        if isExplained { return names[rule] }
      }
    }
    return nil
  }

  /// The subject of `rule` that covers the subject of `key`, if there is one.
  private func subject(of rule: Int, for key: InstanceKey, _ state: borrowing LiveState) -> Int? {
    let subject = Int(key.subject)
    switch (subjects[rule], subjects[Int(key.rule)]) {
    case (let space, let other) where space == other: return subject
    case (.district, .asset): return districtOfAsset[subject] >= 0 ? Int(districtOfAsset[subject]) : nil
    default: return nil
    }
  }
}
