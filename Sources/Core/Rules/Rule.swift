public import Model

/// A rule that is ready to be evaluated.
public struct Rule: Sendable {
  /// The rule as it was written.
  public let definition: RuleDefinition
  /// What it speaks about.
  public let kind: AssetKind
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
    guard case .kind(let kind) = definition.scope else {
      throw RuleError(
        field: "per", column: 1, "rules per district are not there yet",
        hint: "write 'kind:' and the kind of asset")
    }
    self.definition = definition
    self.kind = kind
    when = try Program.condition(definition.when, field: "when")
    if let text = definition.clear {
      clear = try Program.condition(text, field: "clear")
    } else {
      clear = nil
    }
    summary = try SummaryTemplate(
      definition.summary.isEmpty ? "{name}: \(definition.name)" : definition.summary)
    quantities = when.quantities.union(clear?.quantities ?? [])
    dependsOnTime = when.dependsOnTime || clear?.dependsOnTime ?? false
    shownQuantity = when.firstQuantity
  }

  /// The rule's name.
  public var name: String { definition.name }
}
