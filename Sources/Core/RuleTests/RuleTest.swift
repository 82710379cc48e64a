public import Model

/// A test of rules: what some assets measured, and the alerts that are to follow.
public struct RuleTest: Sendable {
  /// Readings of one quantity of one asset.
  public struct Series: Sendable {
    /// The asset, by index into the test's city.
    public var asset: Int
    /// What is measured.
    public var quantity: Quantity
    /// The readings' times, counted from the start of the test, and their values; in order of time.
    public var values: [(at: Duration, value: Double)]
    /// How long each reading takes to arrive.
    public var delay: Duration

    /// A series.
    public init(asset: Int, quantity: Quantity, values: [(at: Duration, value: Double)], delay: Duration) {
      self.asset = asset
      self.quantity = quantity
      self.values = values
      self.delay = delay
    }
  }

  /// An alert that is to be there; what is `nil` may be anything.
  public struct ExpectedAlert: Sendable {
    /// The rule's name.
    public var rule: String
    /// The asset's id, or the district's name.
    public var subject: String
    /// Pending or firing.
    public var state: AlertState
    /// How much it matters.
    public var severity: Severity?
    /// What people read.
    public var summary: String?
    /// The rule's labels.
    public var labels: [String: String]?
    /// The rule whose alert explains it.
    public var suppressedBy: String?

    /// An alert that is to be there.
    public init(rule: String, subject: String, state: AlertState) {
      self.rule = rule
      self.subject = subject
      self.state = state
    }
  }

  /// All alerts that are to be pending or firing at a moment: these and no others.
  public struct Expectation: Sendable {
    /// When, counted from the start of the test.
    public var at: Duration
    /// The only rule that is looked at; `nil` for all.
    public var rule: String?
    /// The alerts.
    public var alerts: [ExpectedAlert]
    /// Where it stands in its file.
    public var line: Int

    /// What is to be at a moment.
    public init(at: Duration, rule: String?, alerts: [ExpectedAlert], line: Int) {
      self.at = at
      self.rule = rule
      self.alerts = alerts
      self.line = line
    }
  }

  /// Something that was not as it should be.
  public struct Failure: Hashable, Sendable {
    /// Where the expectation stands in its file.
    public var line: Int
    /// When, counted from the start of the test.
    public var at: Duration
    /// What was wrong, in words.
    public var what: String
  }

  /// What it shows, as a sentence.
  public var name: String
  /// Where it stands in its file.
  public var line: Int
  /// The assets; each has one device, of the same index.
  public var city: CityDefinition
  /// When the test begins.
  public var start: Timestamp
  /// What is measured.
  public var series: [Series]
  /// What is to follow.
  public var expectations: [Expectation]

  /// A test.
  public init(
    name: String, line: Int, city: CityDefinition, start: Timestamp, series: [Series],
    expectations: [Expectation]
  ) {
    self.name = name
    self.line = line
    self.city = city
    self.start = start
    self.series = series
    self.expectations = expectations
  }
}

extension RuleTest {
  /// One message of one asset: its readings of one moment.
  private struct Message {
    let arrivedAt: Timestamp
    let measuredAt: Timestamp
    let asset: Int
    var readings: [Reading]
  }

  /// Runs the test against `rules`, in a city of its own.
  /// - Returns: everything that was not as expected; nothing when the test passes.
  public func run(_ rules: [Rule]) -> [Failure] {
    var city = City(definition: city, rules: rules)
    var effects = Effects()
    var messages = messages()[...]
    var failures: [Failure] = []
    for expectation in expectations.sorted(by: { $0.at < $1.at }) {
      let moment = start + expectation.at
      while let message = messages.first, message.arrivedAt <= moment {
        let key = city.definition.devices[message.asset].key
        _ = city.apply(
          Uplink(device: key, receivedAt: message.measuredAt), device: message.asset,
          readings: message.readings.span, arrivedAt: message.arrivedAt, &effects)
        effects.removeAll()
        messages.removeFirst()
      }
      city.advance(to: moment, &effects)
      effects.removeAll()
      failures += expectation.failures(city.alerts(at: moment))
    }
    return failures
  }

  /// The messages in order of arrival: what an asset measures at one moment comes together.
  private func messages() -> [Message] {
    var messages: [Message] = []
    for series in series {
      for (at, value) in series.values {
        let measuredAt = start + at
        messages.append(
          Message(
            arrivedAt: measuredAt + series.delay, measuredAt: measuredAt, asset: series.asset,
            readings: [Reading(series.quantity, value, at: measuredAt)]))
      }
    }
    messages.sort { ($0.arrivedAt, $0.measuredAt, $0.asset) < ($1.arrivedAt, $1.measuredAt, $1.asset) }
    return messages.reduce(into: []) { joined, message in
      if let last = joined.last, last.asset == message.asset, last.arrivedAt == message.arrivedAt,
        last.measuredAt == message.measuredAt
      {
        joined[joined.count - 1].readings += message.readings
      } else {
        joined.append(message)
      }
    }
  }
}

extension RuleTest.Expectation {
  /// How the alerts of a moment differ from what they should be.
  fileprivate func failures(_ alerts: [Alert]) -> [RuleTest.Failure] {
    var unexpected = alerts.filter { alert in
      (alert.state == .pending || alert.state == .firing)
        && (rule == nil || alert.ruleName == rule)
    }
    var failures: [String] = []
    for expected in self.alerts {
      let index = unexpected.firstIndex {
        $0.ruleName == expected.rule && $0.subject == expected.subject
      }
      guard let index else {
        failures.append("\(expected.title) should be \(expected.state.rawValue), there is no such alert")
        continue
      }
      let alert = unexpected.remove(at: index)
      failures += expected.differences(from: alert)
    }
    failures += unexpected.map { alert in
      "\(alert.ruleName) of \(alert.subject) is \(alert.state.rawValue), it should not be there"
    }
    return failures.map { RuleTest.Failure(line: line, at: at, what: $0) }
  }
}

extension RuleTest.ExpectedAlert {
  fileprivate var title: String { "\(rule) of \(subject)" }

  fileprivate func differences(from alert: Alert) -> [String] {
    func difference(_ name: String, _ wanted: String?, _ found: String) -> String? {
      guard let wanted, wanted != found else { return nil }
      return "\(title): \(name) should be '\(wanted)', it is '\(found)'"
    }
    return [
      difference("the state", state.rawValue, alert.state.rawValue),
      difference("the severity", severity?.rawValue, alert.severity.rawValue),
      difference("the summary", summary, alert.summary),
      difference("labels", labels.map(Self.text), Self.text(alert.labels)),
      difference("suppressed_by", suppressedBy, alert.suppressedBy ?? "none"),
    ].compactMap { $0 }
  }

  private static func text(_ labels: [String: String]) -> String {
    labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }
}
