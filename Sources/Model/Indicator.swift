/// A dimension of the smart city, as the frameworks of the European cities name them.
public enum CityDimension: String, CaseIterable, Sendable {
  case mobility, environment, people, economy, governance, living
}

/// An indicator as a person wrote it, checked for form but not yet compiled.
public struct IndicatorDefinition: Hashable, Sendable {
  /// For which times an indicator has values.
  public enum Timing: Hashable, Sendable {
    /// At each multiple of a step since the Unix epoch.
    case every(Duration)
    /// For each period of the city's calendar: day, week, month or year.
    case over(LocalCalendar.Period)
    /// For the days that people enter.
    case entered
  }

  /// Which hours of a period count.
  public enum Hours: Hashable, Sendable {
    /// All of them.
    case all
    /// These, for all assets.
    case fixed(OpeningHours)
    /// Those of each asset's own parameter `active`; all for an asset that has none.
    case active
  }

  /// The indicator's name: `indicator:` in the file.
  public var name: String
  /// What a citizen reads; the name when the file gives none.
  public var title: String
  /// The dimension that it belongs to.
  public var dimension: CityDimension
  /// Whether each district has a value, too.
  public var isPerDistrict = false
  /// For which times it has values.
  public var timing: Timing
  /// Which hours of its periods count.
  public var hours = Hours.all
  /// What is computed, in the rule language; empty for an indicator that people enter.
  public var value: String
  /// UCUM.
  public var unit: String
  /// What the city wants; `nil` when it has set no target.
  public var target: IndicatorTarget?
  /// What other frameworks call it, by framework.
  public var standards: [String: String] = [:]
  /// How long a reading says how things are; afterwards nothing is known.
  public var maxAge = Duration.seconds(86_400)
  /// How long after its moment, or the end of its period, late data still changes a value.
  public var finalAfter = Duration.seconds(86_400)
  /// The share of the assets that must be known, 0 to 1; below it there is no value.
  public var leastCoverage = 0.75
  /// How many events there must be, for one that is about events; below it there is no value.
  public var leastEvents = 0

  /// Names what is computed: another one as soon as the values can be others.
  public var version: String {
    let hours = if case .fixed(let hours) = hours { hours.text } else { "\(hours)" }
    var parts = [
      name, "\(timing)", value, unit, hours, "\(isPerDistrict)", "\(maxAge)", "\(finalAfter)",
      "\(leastCoverage)",
    ]
    if leastEvents > 0 { parts.append("\(leastEvents)") }
    return base32(fingerprint(parts.joined(separator: "\u{1F}")), digits: 8)
  }

  /// An indicator with a name, a timing, a value and a unit; the rest at its defaults.
  public init(name: String, dimension: CityDimension, timing: Timing, value: String, unit: String) {
    self.name = name
    title = name
    self.dimension = dimension
    self.timing = timing
    self.value = value
    self.unit = unit
  }
}

/// What a city wants of an indicator, with values as they were written: `10 %`.
public struct IndicatorTarget: Hashable, Sendable {
  /// Where the way to a target begins.
  public struct Baseline: Hashable, Sendable {
    /// The value at the beginning.
    public var value: String
    /// The day of the beginning.
    public var at: CivilDate

    /// A beginning.
    public init(value: String, at: CivilDate) {
      self.value = value
      self.at = at
    }
  }

  /// The highest good value.
  public var atMost: String?
  /// The lowest good value.
  public var atLeast: String?
  /// The day by which it is to be reached; `nil` for now and always.
  public var by: CivilDate?
  /// Where the way to it begins; `nil` when no way is planned.
  public var baseline: Baseline?

  /// A target.
  public init(atMost: String?, atLeast: String?, by: CivilDate? = nil, baseline: Baseline? = nil) {
    self.atMost = atMost
    self.atLeast = atLeast
    self.by = by
    self.baseline = baseline
  }
}
