public import Model

/// An indicator that is ready to be computed.
public struct Indicator: Sendable {
  /// The indicator as it was written.
  public let definition: IndicatorDefinition
  /// What the city wants, in the indicator's unit; `nil` when it has set no target.
  public let target: Target?

  /// `nil` for an indicator that people enter.
  private let program: Program?
  /// What the program's calls are, by their index.
  let aggregates: [Aggregate]
  /// Whether it tells how many of the other indicators reach their targets.
  let isAboutTargets: Bool
  private let conversion: (numerator: Double, denominator: Double)

  /// Compiles an indicator.
  /// - Throws: the field and column that is wrong, and what would be right.
  public init(_ definition: IndicatorDefinition) throws(RuleError) {
    self.definition = definition
    target = try definition.target.map { target throws(RuleError) in try Target(target, definition.unit) }
    guard definition.timing != .entered else {
      program = nil
      aggregates = []
      isAboutTargets = false
      conversion = (1, 1)
      return
    }
    let (program, unit) = try Program.measure(definition.value, field: "value", subject: .district)
    isAboutTargets = try Self.isAboutTargets(program, definition.timing)
    aggregates = program.functions.compactMap(\.aggregate)
    if isAboutTargets {
      self.program = nil
      conversion = try Self.conversion(from: unit, to: definition.unit)
      return
    }
    guard !aggregates.isEmpty, aggregates.count == program.functions.count else {
      throw RuleError(
        field: "value", column: 1, "this says nothing about assets",
        hint: "write for example share(container where fill_level >= 80 %)")
    }
    for aggregate in aggregates {
      try Self.check(aggregate, definition.timing)
      if aggregate.operation.isOnMap { try Self.checkMap(aggregate, definition) }
    }
    if definition.leastEvents > 0, !aggregates.contains(where: { $0.event != nil }) {
      throw RuleError(
        field: "min_events", column: 1, "this is not about events",
        hint: "leave it out; `min_coverage` says how much must be known")
    }
    self.program = program
    conversion = try Self.conversion(from: unit, to: definition.unit)
  }

  private static func isAboutTargets(
    _ program: Program, _ timing: IndicatorDefinition.Timing
  ) throws(RuleError) -> Bool {
    guard program.functions.contains(where: { $0 is TargetsMet }) else { return false }
    guard program.instructions.count == 1, case .every(let step) = timing,
      step.wholeNanoseconds.isMultiple(of: IndicatorEngine.revisionStep.wholeNanoseconds)
    else {
      throw RuleError(
        field: "value", column: 1, "targets_met() stands alone, and is looked at each 15 minutes or seldomer",
        hint: "write 'value: targets_met()' and for example 'every: 1d'")
    }
    return true
  }

  /// What was known of the assets at a moment that has passed must still be known: so readings only.
  private static func check(
    _ aggregate: Aggregate, _ timing: IndicatorDefinition.Timing
  ) throws(RuleError) {
    if case .every = timing, let event = aggregate.event {
      throw RuleError(
        field: "value", column: aggregate.column,
        "\(event.name) is known when something ends, not at all times",
        hint: "take a period: write for example 'over: day'")
    }
    try checkPeriod(aggregate, timing)
    guard let condition = aggregate.condition, !condition.functions.isEmpty else { return }
    throw RuleError(
      field: "value", column: aggregate.column, "an indicator's condition looks at readings alone",
      hint: "use quantities and comparisons in it; for hours there is the key `hours`")
  }

  /// What is said of a period, and of how things are in it or of what happens in it, needs such a period.
  private static func checkPeriod(
    _ aggregate: Aggregate, _ timing: IndicatorDefinition.Timing
  ) throws(RuleError) {
    guard let subject = aggregate.operation.subject else { return }
    guard case .over = timing else {
      throw RuleError(
        field: "value", column: aggregate.column, "this tells of a period",
        hint: "write for example 'over: day'"
      )
    }
    if subject == .states, aggregate.event != nil {
      throw RuleError(
        field: "value", column: aggregate.column, "this tells for how long things are so",
        hint: "count what happens, with count() or worst_count()")
    }
    if subject == .events, aggregate.event == nil {
      throw RuleError(
        field: "value", column: aggregate.column, "this counts what happens",
        hint: "for how things are take worst_hours()")
    }
  }

  /// The nearest asset may stand in another district, and distances are those of a moment.
  private static func checkMap(
    _ aggregate: Aggregate, _ definition: IndicatorDefinition
  ) throws(RuleError) {
    if definition.isPerDistrict {
      throw RuleError(
        field: "value", column: aggregate.column, "this tells of the whole city", hint: "leave out 'per'")
    }
    guard case .every = definition.timing, aggregate.event == nil else {
      throw RuleError(
        field: "value", column: aggregate.column, "this tells how things are at a moment",
        hint: "write for example 'every: 1h'")
    }
  }

  private static func conversion(
    from unit: Unit, to text: String
  ) throws(RuleError) -> (numerator: Double, denominator: Double) {
    guard let wanted = Unit.named(text) else {
      if unit.dimension == .number { return (1, 1) }
      throw RuleError(
        field: "unit", column: 1, "there is no unit '\(text)'", hint: "the value is in \(unit.code)")
    }
    // One count divided by another is a share.
    let isShare = unit == .one && wanted.dimension == .fraction
    guard wanted.dimension == unit.dimension || isShare else {
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

  /// An hour in the weights of a period.
  private static let hour = 3_600_000.0

  /// Names what is computed.
  var key: String { "\(name)\u{1F}\(definition.version)" }

  /// Whether it is about distances on the map.
  var measuresDistances: Bool { aggregates.contains { $0.operation.isOnMap } }

  /// Whether it asks for a least or greatest value.
  var hasExtremes: Bool { aggregates.contains { $0.operation == .least || $0.operation == .greatest } }

  /// For each aggregate that is about events: what must be known so that no event is missed.
  var sources: [Aggregate] {
    aggregates.compactMap { aggregate in
      aggregate.event?.eventSource.map { Aggregate(averageOf: $0, aggregate.kind) }
    }
  }

  /// For each aggregate that is of durations which assets tell themselves: what says how long these have been so far.
  var soFars: [Aggregate] { aggregates.compactMap(\.soFar) }

  /// Whether it asks how long alerts take.
  var isOfAlerts: Bool { aggregates.contains { $0.isOfDurations && $0.soFar == nil } }

  /// What the tallies of a scope say.
  /// - Parameters:
  ///   - tallies: those of the aggregates, and for a period those of their ``sources`` and ``soFars``.
  ///   - scope: the number of the place.
  ///   - scopes: what lies where.
  ///   - unfinished: what has not come to its end, by aggregate.
  ///   - whole: how much the assets of a kind weigh together when all is known of them.
  /// - Returns: the value, if enough is known, and how much is known; `nil` for a district without such assets.
  func known(
    _ tallies: ArraySlice<Tally>, _ scope: Int, _ scopes: Scopes, unfinished: [Int: [Int64: Int128]] = [:],
    whole: (AssetKind) -> Int128
  ) -> (value: Double?, coverage: Double)? {
    var own = Array(tallies.prefix(aggregates.count))
    var sources = tallies.dropFirst(aggregates.count)
    var spans = Array(repeating: 1.0, count: aggregates.count)
    var coverage = 1.0
    var events: Int128 = 0
    for (index, aggregate) in aggregates.enumerated() {
      let count = scopes.count(of: aggregate.kind, in: scope)
      if count == 0, scope > 0 { return nil }
      let whole = whole(aggregate.kind)
      if aggregate.quantities.isEmpty { own[index] = Tally(known: whole, counted: whole) }
      let source = aggregate.event?.eventSource == nil ? nil : sources.popFirst()
      if aggregate.operation == .hours {
        spans[index] = Self.hour * Double(count)
      } else if aggregate.event == nil {
        spans[index] = Double(whole) / Double(count)
      }
      if aggregate.event != nil { events = max(events, own[index].counted) }
      // Every alert is known.
      let known = aggregate.event?.isAboutAlerts == true ? whole : (source ?? own[index]).known
      coverage = whole == 0 ? 0 : min(coverage, Double(known) / Double(whole))
    }
    guard coverage > 0, coverage >= definition.leastCoverage, events >= definition.leastEvents else {
      return (nil, coverage)
    }
    let value = value(of: own, spans, scopes.squares, unfinished)
    return (value.isNaN ? nil : value, coverage)
  }

  /// The value in the indicator's unit; not-a-number when it is not known.
  private func value(
    of tallies: [Tally], _ spans: [Double], _ squares: Squares?, _ unfinished: [Int: [Int64: Int128]]
  ) -> Double {
    guard let program else { return Truth.unknown }
    let value = program.evaluate(
      load: { _ in Truth.unknown },
      call: {
        aggregates[$0].operation.isOnMap
          ? distance(tallies[$0], aggregates[$0].operation, squares)
          : tallies[$0].value(
            aggregates[$0].operation, span: spans[$0], least: definition.leastCoverage,
            unfinished: unfinished[$0] ?? [:])
      })
    return value * conversion.numerator / conversion.denominator
  }

  /// How far it is to the nearest asset that counts, in metres; not-a-number when there is none.
  private func distance(_ tally: Tally, _ operation: Aggregate.Operation, _ squares: Squares?) -> Double {
    let distances = squares?.distances(to: tally.countedAssets) ?? []
    if distances.isEmpty { return Truth.unknown }
    if operation == .nearest { return distances.reduce(0, +) / Double(distances.count) }
    return distances[(95 * distances.count + 99) / 100 - 1]
  }
}
