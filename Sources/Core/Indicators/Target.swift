public import Model

/// How a value stands to what the city wants.
public enum TargetStatus: String, CaseIterable, Sendable {
  /// The target is reached.
  case met
  /// On the straight line from the baseline to the target, or ahead of it.
  case onTrack = "on_track"
  /// Behind the line, but at least half of the way that it asks for.
  case atRisk = "at_risk"
  /// Further behind, or the day of the target has come.
  case offTrack = "off_track"
  /// Too little is known for a value.
  case notEnoughData = "not_enough_data"
}

/// A target in its indicator's unit.
public struct Target: Hashable, Sendable {
  /// The highest good value.
  public let atMost: Double?
  /// The lowest good value.
  public let atLeast: Double?
  /// The day by which it is to be reached.
  public let by: CivilDate?
  private let baseline: Baseline?

  private struct Baseline: Hashable {
    let value: Double
    let at: CivilDate
  }

  /// Reads a target's values, which must be in the unit of `unit` or convertible into it.
  init(_ written: IndicatorTarget, _ unit: String) throws(RuleError) {
    atMost = try Self.value(written.atMost, unit, field: "target.at_most")
    atLeast = try Self.value(written.atLeast, unit, field: "target.at_least")
    by = written.by
    let start = try Self.value(written.baseline?.value, unit, field: "target.baseline.value")
    baseline = if let start, let at = written.baseline?.at { Baseline(value: start, at: at) } else { nil }
  }

  private static func value(
    _ text: String?, _ unit: String, field: String
  ) throws(RuleError) -> Double? {
    guard let text else { return nil }
    let (program, own) = try Program.measure(text, field: field, subject: .district)
    guard program.functions.isEmpty else {
      throw RuleError(field: field, column: 1, "a target is a number", hint: "write for example '10 %'")
    }
    let value = program.evaluate(load: { _ in Truth.unknown }, call: { _ in Truth.unknown })
    let wanted = Unit.named(unit) ?? .one
    guard own.dimension == wanted.dimension else {
      throw RuleError(
        field: field, column: 1, "the indicator is in \(unit)",
        hint: own.dimension == .number ? "write '\(plain(value)) \(unit)'" : "give it in \(unit)")
    }
    return value * own.scale / wanted.scale
  }

  /// How `value` stands to the target on the day of `moment`.
  ///
  /// Without a baseline there is no line: until the day of the target what is not met is at risk.
  public func status(of value: Double?, at moment: Timestamp) -> TargetStatus {
    guard let value else { return .notEnoughData }
    guard let goal = missed(by: value) else { return .met }
    let today = Int(moment.secondsSinceEpoch / 86_400)
    guard let end = by?.daysSinceEpoch, today <= end else { return .offTrack }
    guard let baseline, end > baseline.at.daysSinceEpoch, goal != baseline.value else { return .atRisk }
    let due = Double(today - baseline.at.daysSinceEpoch) / Double(end - baseline.at.daysSinceEpoch)
    let done = (value - baseline.value) / (goal - baseline.value)
    if done >= due { return .onTrack }
    return done >= due / 2 ? .atRisk : .offTrack
  }

  /// The limit that a value is on the wrong side of; `nil` when the target is met.
  private func missed(by value: Double) -> Double? {
    if let atMost, value > atMost { return atMost }
    if let atLeast, value < atLeast { return atLeast }
    return nil
  }
}
