public import Model

/// An indicator that is ready to be computed.
public struct Indicator: Sendable {
  /// The indicator as it was written.
  public let definition: IndicatorDefinition
  /// What the city wants, in the indicator's unit; `nil` when it has set no target.
  public let target: Target?

  let program: Program
  /// What the program's calls are, by their index.
  let aggregates: [Aggregate]
  private let conversion: (numerator: Double, denominator: Double)

  /// Compiles an indicator.
  /// - Throws: the field and column that is wrong, and what would be right.
  public init(_ definition: IndicatorDefinition) throws(RuleError) {
    self.definition = definition
    let (program, unit) = try Program.measure(definition.value, field: "value", subject: .district)
    aggregates = program.functions.compactMap(\.aggregate)
    guard !aggregates.isEmpty, aggregates.count == program.functions.count else {
      throw RuleError(
        field: "value", column: 1, "this says nothing about assets",
        hint: "write for example share(container where fill_level >= 80 %)")
    }
    for aggregate in aggregates { try Self.check(aggregate) }
    self.program = program
    conversion = try Self.conversion(from: unit, to: definition.unit)
    target = try definition.target.map { target throws(RuleError) in try Target(target, definition.unit) }
  }

  /// What was known of the assets at a moment that has passed must still be known: so readings only.
  private static func check(_ aggregate: Aggregate) throws(RuleError) {
    guard let condition = aggregate.condition, !condition.functions.isEmpty else { return }
    throw RuleError(
      field: "value", column: aggregate.column, "an indicator's condition looks at readings alone",
      hint: "use quantities and comparisons in it")
  }

  private static func conversion(
    from unit: Unit, to text: String
  ) throws(RuleError) -> (numerator: Double, denominator: Double) {
    guard let wanted = Unit.named(text) else {
      if unit.dimension == .number { return (1, 1) }
      throw RuleError(
        field: "unit", column: 1, "there is no unit '\(text)'", hint: "the value is in \(unit.code)")
    }
    guard wanted.dimension == unit.dimension else {
      throw RuleError(
        field: "unit", column: 1, "the value is in \(unit.code), not in \(wanted.code)",
        hint: "write 'unit: \(unit.code)'")
    }
    // Divided by whole numbers, which gives the double that the decimal quotient would be read as.
    return wanted.scale > unit.scale
      ? (1, (wanted.scale / unit.scale).rounded()) : ((unit.scale / wanted.scale).rounded(), 1)
  }

  /// The indicator's name.
  public var name: String { definition.name }

  /// The value, in the indicator's unit, of what the aggregates gathered over `span` of weight; not-a-number
  /// when it is not known.
  func value(of tallies: ArraySlice<Tally>, span: Int128) -> Double {
    let value = program.evaluate(
      load: { _ in Truth.unknown },
      call: { tallies[tallies.startIndex + $0].value(aggregates[$0].operation, span: span) })
    return value * conversion.numerator / conversion.denominator
  }
}
