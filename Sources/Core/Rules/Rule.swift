public import Model

/// A rule that is ready to be evaluated.
public struct Rule: Sendable {
  /// The rule as it was written.
  public let definition: RuleDefinition
  /// Which text of the rule it is.
  public var version: String { origin.value.version }
  /// What its alerts have of it.
  let origin: Shared<AlertOrigin>
  /// What it is about.
  let subject: RuleSubject
  let when: Program
  let clear: Program?
  let summary: SummaryTemplate

  /// Every quantity whose change can change the rule's state.
  let quantities: QuantitySet
  let dependsOnTime: Bool
  /// The quantity that an alert shows as its value.
  let shownQuantity: Quantity?

  /// Compiles a rule.
  /// - Throws: the field and column that is wrong, and what would be right.
  public init(_ definition: RuleDefinition) throws(RuleError) {
    self.definition = definition
    origin = Shared(
      AlertOrigin(rule: definition.name, version: definition.version, labels: definition.labels))
    switch definition.scope {
    case .kind, .anyKind: subject = .asset
    case .district: subject = .district
    case .gateway: subject = .gateway
    case .broker: subject = .broker
    }
    when = try Program.condition(definition.when, field: "when", subject: subject)
    if let text = definition.clear {
      clear = try Program.condition(text, field: "clear", subject: subject)
    } else {
      clear = nil
    }
    summary = try SummaryTemplate(
      definition.summary.isEmpty ? "{name}: \(definition.name)" : definition.summary, subject: subject)
    var quantities = when.quantities.union(clear?.quantities ?? [])
    if definition.onSilence != .hold { quantities.formUnion(.silence) }
    self.quantities = quantities
    dependsOnTime = when.dependsOnTime || clear?.dependsOnTime ?? false
    shownQuantity = when.firstQuantity
  }

  /// Whether it can be asked how it was at an earlier time: what it looks at is kept.
  var canLookBack: Bool {
    guard subject == .asset, quantities.isDisjoint(with: [.silence, .plausibility]) else { return false }
    return !needs.contains { if case .condition = $0 { true } else { false } }
  }

  /// Whether what an alert says follows from the asset and the alert's value.
  var isSaidByItsValue: Bool {
    subject == .asset && summary.quantities.isSubset(of: shownQuantity.map { QuantitySet($0) } ?? [])
  }

  /// Whether its alert tells why others are silent. They may be for a while after it is over.
  var explainsSilence: Bool { subject != .asset && !when.quantities.isDisjoint(with: .silence) }

  /// The rule's name.
  public var name: String { definition.name }

  /// What it looks at, of one asset.
  public var measuredQuantities: [Quantity] {
    Quantity.allCases.filter { quantities.contains(QuantitySet($0)) }
  }

  /// The kinds of assets that it is about; none when it is about districts.
  var kinds: [AssetKind] {
    switch definition.scope {
    case .kind(let kind): [kind]
    case .anyKind: AssetKind.allCases
    case .district, .gateway, .broker: []
    }
  }

  /// What the state must keep for it.
  var needs: [FunctionNeed] {
    (kinds.isEmpty ? [nil] : kinds.map { $0 }).flatMap { kind in
      when.needs(of: kind) + (clear?.needs(of: kind) ?? [])
    }
  }
}
