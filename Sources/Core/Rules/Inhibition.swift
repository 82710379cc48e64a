import Model

/// Which alerts explain which others: `inhibited_by`.
///
/// An alert explains another of the same asset; one about a district those of the assets in it; one about a
/// gateway those of the assets that nobody else would hear; one about a broker those of all that is heard through it, but
/// for the assets that no gateway hears when it is the network server that hands nothing on.
struct Inhibition: Sendable {
  /// A gateway or a network server that is back has heard nobody yet: what its failure explained stays explained for at least
  /// so long, and as long as a device may be quiet, so that its devices come back one by one.
  static let returnPatience = Duration.seconds(3600)

  /// The rules that may explain a rule.
  private let inhibitors: [[Int]]
  /// The rules that a rule may explain: those about the same things, of which it explains one at a time, and those about
  /// others.
  private let explained: [(beside: [Int], below: Set<Int32>)]
  private let names: [String]
  private let subjects: [RuleSubject]
  private let explainSilence: [Bool]
  private let districtOfAsset: [Int32]

  init(_ rules: [Rule], _ districts: Districts) {
    let indexOfName = Dictionary(
      rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let inhibitors = rules.map { rule in rule.definition.inhibitedBy.compactMap { indexOfName[$0] } }
    self.inhibitors = inhibitors
    explained = rules.indices.map { rule in
      let others = rules.indices.filter { inhibitors[$0].contains(rule) }
      let (below, beside) = (
        others.filter { rules[$0].subject != rules[rule].subject },
        others.filter { rules[$0].subject == rules[rule].subject }
      )
      return (beside, Set(below.map { Int32($0) }))
    }
    names = rules.map(\.name)
    subjects = rules.map(\.subject)
    explainSilence = rules.map(\.explainsSilence)
    districtOfAsset = districts.ofAsset
  }

  /// The alerts among all that the one of `key` may explain, in an order that is always the same.
  func explained(by key: InstanceKey, among alerts: AlertTable) -> [InstanceKey] {
    let (beside, below) = explained[Int(key.rule)]
    var others = beside.map { InstanceKey(rule: Int32($0), subject: key.subject) }
      .filter { alerts[$0] != nil }
    // Few alerts are about a district, a gateway or a broker, but what one explains may be anywhere.
    if !below.isEmpty { others += alerts.values.map(\.key).filter { below.contains($0.rule) } }
    return others.sorted { ($0.rule, $0.subject) < ($1.rule, $1.subject) }
  }

  /// The name of a rule whose firing alert explains `key`; `nil` when none does.
  func inhibitor(
    of key: InstanceKey, _ state: borrowing LiveState, isFiring: (_ rule: Int, _ subject: Int) -> Bool
  ) -> String? {
    for rule in inhibitors[Int(key.rule)] {
      if let subject = subject(of: rule, for: key, state) {
        if isFiring(rule, subject) { return names[rule] }
      } else if subjects[rule] == .broker {
        for broker in state.network.brokerNames.indices
        where isBehind(broker, key, byGateways: explainSilence[rule], state) && isFiring(rule, broker) {
          return names[rule]
        }
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

  /// Whether what an instance is about is heard through a broker, as far as is known; `byGateways` when only that counts
  /// which gateways hear.
  private func isBehind(
    _ broker: Int, _ key: InstanceKey, byGateways: Bool, _ state: borrowing LiveState
  ) -> Bool {
    let subject = Int(key.subject)
    switch subjects[Int(key.rule)] {
    case .asset:
      // One device is enough: but for the broker the asset might be heard through it.
      return state.mayBeHeard(subject, through: broker) && (!byGateways || state.isHeardByGateways(subject))
    case .gateway: return state.network.brokerOf(gateway: subject).map { $0 == broker } ?? true
    case .district:
      return districtOfAsset.indices.contains { asset in
        districtOfAsset[asset] == key.subject && state.mayBeHeard(asset, through: broker)
      }
    case .broker: return true
    }
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
