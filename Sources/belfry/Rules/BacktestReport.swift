import Core
import Model
import Wire

/// What a backtest found: an object of `belfry rule backtest --json`, and what people read.
struct BacktestReport: Encodable {
  /// One set of rules.
  struct Side: Encodable {
    let file: String
    let rules: [RuleResult]
  }

  /// What one rule did.
  struct RuleResult: Encodable {
    struct Subject: Encodable {
      let asset: String
      let alerts: Int
      let firingSeconds: Double

      enum CodingKeys: String, CodingKey {
        case asset, alerts
        case firingSeconds = "firing_s"
      }
    }

    let rule: String
    let version: String
    let alerts: Int
    let open: Int
    let suppressed: Int
    let assets: Int
    let notifications: Int
    let firingSeconds: Double
    let longestSeconds: Double
    /// Those with the most alerts.
    let most: [Subject]

    enum CodingKeys: String, CodingKey {
      case rule, version, alerts, open, suppressed, assets, notifications
      case firingSeconds = "firing_s"
      case longestSeconds = "longest_s"
      case most
    }
  }

  /// How two rules differ.
  struct Difference: Encodable {
    /// An alert that only one of them raised.
    struct Item: Encodable {
      let asset: String
      let firedAt: WireTime
      let resolvedAt: WireTime?

      enum CodingKeys: String, CodingKey {
        case asset
        case firedAt = "fired_at"
        case resolvedAt = "resolved_at"
      }
    }

    let rule: String
    let other: String
    let both: Int
    let onlyHere: [Item]
    let onlyThere: [Item]

    enum CodingKeys: String, CodingKey {
      case rule, other, both
      case onlyHere = "only_here"
      case onlyThere = "only_there"
    }
  }

  let from: WireTime
  let to: WireTime
  let uplinks: Int
  let readings: Int
  let here: Side
  let there: Side?
  let differences: [Difference]?

  enum CodingKeys: String, CodingKey {
    case from, to, uplinks, readings, here, there, differences
  }
}

extension BacktestReport {
  /// Subjects that are named at most.
  private static let subjectsShown = 10

  /// The report of rules that raised `alerts`, beside other rules if there were any.
  init(
    _ here: (file: String, rules: [Rule], alerts: [BacktestAlert]),
    _ there: (file: String, rules: [Rule], alerts: [BacktestAlert])?, _ run: BacktestRun,
    from: Timestamp, to: Timestamp
  ) {
    self.from = WireTime(from)
    self.to = WireTime(to)
    uplinks = run.uplinks
    readings = run.readings
    self.here = Self.side(here, until: to)
    self.there = there.map { Self.side($0, until: to) }
    differences = there.map { Self.differences(here, $0, until: to) }
  }

  private static func side(
    _ side: (file: String, rules: [Rule], alerts: [BacktestAlert]), until end: Timestamp
  ) -> Side {
    Side(
      file: side.file,
      rules: side.rules.map { rule in
        let summary = BacktestSummary(of: rule.name, in: side.alerts, until: end)
        return RuleResult(
          rule: rule.name, version: rule.definition.version, alerts: summary.alerts, open: summary.open,
          suppressed: summary.suppressed, assets: summary.subjects.count,
          notifications: summary.notifications, firingSeconds: summary.firing.inSeconds,
          longestSeconds: summary.longest.inSeconds,
          most: summary.subjects.prefix(subjectsShown).map {
            .init(asset: $0.subject, alerts: $0.alerts, firingSeconds: $0.firing.inSeconds)
          })
      })
  }

  /// Rules of one name are compared; where each file has a single rule, those two.
  private static func differences(
    _ here: (file: String, rules: [Rule], alerts: [BacktestAlert]),
    _ there: (file: String, rules: [Rule], alerts: [BacktestAlert]), until end: Timestamp
  ) -> [Difference] {
    let names = there.rules.map(\.name)
    let isPair = here.rules.count == 1 && names.count == 1
    return here.rules.compactMap { rule in
      guard let other = isPair ? names.first : names.first(where: { $0 == rule.name }) else { return nil }
      let difference = BacktestDifference(
        here.alerts.filter { $0.rule == rule.name }, there.alerts.filter { $0.rule == other }, until: end)
      func items(_ alerts: [BacktestAlert]) -> [Difference.Item] {
        alerts.map {
          .init(
            asset: $0.subject, firedAt: WireTime($0.firedAt), resolvedAt: $0.resolvedAt.map(WireTime.init))
        }
      }
      return Difference(
        rule: rule.name, other: other, both: difference.both, onlyHere: items(difference.onlyFirst),
        onlyThere: items(difference.onlySecond))
    }
  }
}
