public import Model

/// One alert of a backtest that fired.
public struct BacktestAlert: Hashable, Sendable {
  /// The rule's name.
  public let rule: String
  /// What it is about: an asset's id or a district's name.
  public let subject: String
  /// The district of its subject; empty when it has none.
  public let district: String
  /// When it fired.
  public let firedAt: Timestamp
  /// When it was over; `nil` while it still fires at the end.
  public internal(set) var resolvedAt: Timestamp?
  /// Whether another alert explained it when it fired.
  public let wasSuppressed: Bool
}

/// Rules over what was measured: the daemon's own city, fed from the history, with these rules in it.
///
/// What the rules look back on (windows, held conditions, each device's habit) is learned from what is taken
/// before ``init(_:rules:from:)``'s `from`; alerts count from then on.
public struct Backtest: ~Copyable {
  private var city: City
  private let from: Timestamp
  private var effects = Effects()
  private var open: [String: BacktestAlert] = [:]
  private var over: [BacktestAlert] = []

  /// A backtest of which nothing was taken yet.
  /// - Parameters:
  ///   - definition: what exists.
  ///   - rules: the rules, and no others.
  ///   - from: since when alerts count.
  public init(_ definition: CityDefinition, rules: [Rule], from: Timestamp) {
    city = City(definition: definition, rules: rules)
    self.from = from
  }

  /// The index of the device with this id; `nil` when the city has none.
  public borrowing func device(id: String) -> Int? { city.device(id: id) }

  /// Takes one uplink of the device with this index, in order of arrival.
  public mutating func take(
    _ uplink: Uplink, device: Int, _ readings: Span<Reading>, arrivedAt: Timestamp
  ) {
    _ = city.apply(uplink, device: device, readings: readings, arrivedAt: arrivedAt, &effects)
    note()
  }

  /// Lets time pass up to `end`.
  /// - Returns: the alerts that fired, in the order in which they were over; those that still fire behind.
  public mutating func finish(at end: Timestamp) -> [BacktestAlert] {
    city.advance(to: end, &effects)
    note()
    let rest = open.values.sorted { ($0.firedAt, $0.rule, $0.subject) < ($1.firedAt, $1.rule, $1.subject) }
    return over + rest
  }

  private mutating func note() {
    for transition in effects.transitions {
      let alert = transition.alert
      switch transition.step {
      case .firing where transition.at >= from:
        let district = alert.asset.map { city.definition.assets[$0].district ?? "" } ?? alert.subject
        open[alert.id] = BacktestAlert(
          rule: alert.ruleName, subject: alert.subject, district: district, firedAt: transition.at,
          resolvedAt: nil, wasSuppressed: alert.suppressedBy != nil)
      case .resolved:
        guard var fired = open.removeValue(forKey: alert.id) else { continue }
        fired.resolvedAt = transition.at
        over.append(fired)
      default: continue
      }
    }
    effects.removeAll()
  }
}
