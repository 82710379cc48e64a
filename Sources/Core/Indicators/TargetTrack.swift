import Model

/// An indicator about the others: the share of those with a target whose value is good, once a step.
///
/// Good is a value that meets its target, or is on the straight line from its baseline. It counts how each of them stood at
/// the moment, whatever late readings said of it afterwards until it was final.
struct TargetTrack: Sendable {
  /// An indicator that has a target.
  struct Goal: Sendable {
    let number: Int
    let name: String
    let indicator: Indicator
  }

  /// How one of them stood.
  private enum Standing: UInt8, BitwiseCopyable {
    case unknown, missed, good
  }

  private struct Point {
    let at: Timestamp
    /// By scope and goal.
    var standings: [Standing]
    var told: [IndicatorValue?]
  }

  let number: Int
  let indicator: Indicator
  let step: Duration
  let goals: [Goal]
  let scopeCount: Int
  /// How long the value of any indicator may change.
  private let finalAfter: Duration
  private var points: [Point] = []

  init(_ number: Int, _ indicators: [Indicator], every step: Duration, _ scopes: Scopes) {
    self.number = number
    indicator = indicators[number]
    self.step = step
    goals = indicators.enumerated().compactMap { other, indicator in
      indicator.target == nil || indicator.isAboutTargets
        ? nil : Goal(number: other, name: indicator.name, indicator: indicator)
    }
    scopeCount = indicator.definition.isPerDistrict ? scopes.names.count + 1 : 1
    finalAfter = indicators.map(\.definition.finalAfter).max() ?? .zero
  }

  /// Begins a moment, a multiple of the step.
  mutating func begin(at moment: Timestamp) {
    points.append(
      Point(
        at: moment, standings: Array(repeating: .unknown, count: scopeCount * goals.count),
        told: Array(repeating: nil, count: scopeCount)))
    if points.count > IndicatorTrend.valuesMax, !isOpen(points[0].at, moment) { points.removeFirst() }
  }

  /// The moments whose values may still change at `now`.
  func open(at now: Timestamp) -> [Timestamp] { points.map(\.at).filter { isOpen($0, now) } }

  private func isOpen(_ moment: Timestamp, _ now: Timestamp) -> Bool { moment + finalAfter >= now }

  /// Takes the values that the goals had in a scope at a moment, where they are known; and tells what is new.
  mutating func note(_ values: [IndicatorValue?], scope: Int, at moment: Timestamp, _ effects: inout Effects)
  {
    guard let index = points.lastIndex(where: { $0.at == moment }) else { return }
    let first = scope * goals.count
    for (goal, value) in values.enumerated() {
      guard let value else { continue }
      points[index].standings[first + goal] = Self.standing(of: value, goals[goal].indicator)
    }
    let standings = points[index].standings[first..<first + goals.count]
    let known = standings.count { $0 != .unknown }
    guard scope == 0 || known > 0 else { return }
    let coverage = goals.isEmpty ? 0 : Double(known) / Double(goals.count)
    let share = known == 0 ? nil : 100 * Double(standings.count { $0 == .good }) / Double(known)
    let value = coverage >= indicator.definition.leastCoverage ? share : nil
    let old = points[index].told[scope]
    guard old?.value != value || old?.coverage != coverage else { return }
    let told = IndicatorValue(
      indicator: number, scope: scope, from: moment, to: moment, value: value, coverage: coverage,
      revision: (old?.revision ?? 0) + 1, at: moment)
    points[index].told[scope] = told
    effects.indicatorValues.append(told)
  }

  private static func standing(of value: IndicatorValue, _ indicator: Indicator) -> Standing {
    switch indicator.status(of: value.value, at: value.at) {
    case .met, .onTrack: .good
    case .atRisk, .offTrack: .missed
    case .notEnoughData, nil: .unknown
    }
  }

  // MARK: - Image

  func write(to writer: inout ImageWriter) {
    writer.write(goals.map(\.name))
    writer.write(points.count)
    for point in points {
      writer.write(point.at)
      writer.write(point.standings.map(\.rawValue))
      point.told.write(to: &writer)
    }
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    let names = try reader.readTexts()
    for _ in 0..<(try reader.read(Int.self)) {
      begin(at: try reader.read())
      let point = points.count - 1
      for (place, raw) in try reader.read(arrayOf: UInt8.self).enumerated() {
        guard let scope = mapping.scope(place / names.count), scope < scopeCount,
          let goal = goals.firstIndex(where: { $0.name == names[place % names.count] })
        else { continue }
        points[point].standings[scope * goals.count + goal] = Standing(rawValue: raw) ?? .unknown
      }
      try points[point].told.read(from: &reader, mapping, number: number)
    }
  }

  // MARK: - Queries

  /// The newest value in a scope.
  func newest(scope: Int) -> IndicatorValue? { scope < scopeCount ? points.last?.told[scope] : nil }

  /// The values of the last moments in a scope, where there are any.
  func recent(scope: Int) -> [Double] {
    points.suffix(IndicatorTrend.valuesMax).compactMap { $0.told[scope]?.value }
  }
}
