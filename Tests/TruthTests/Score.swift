import Core
import Model

/// How one rule's alerts compare with the truth.
///
/// - An alert is *right* when what it tells of was true while it fired, or had been within the rule's slack
///   before: a report that shows the end may be the third that is sent. So is one whose value truly was as near to
///   the limit as the instrument can tell.
/// - An episode is *worth an alert* when it could be heard for the rule's `for` and the slack on top; shorter
///   ones may be told or not, since no report need fall into them. What nobody can hear (a dead device, a gateway or
///   broker that is away, a defective sensor) is not held against a rule about something else.
struct Score {
  let rule: String
  var right = 0
  var wrong: [Trial.Told] = []
  var found = 0
  var missed: [Truth.Episode] = []
  /// From the moment at which it should fire to the one at which it was told, for those found.
  var delays: [Duration] = []

  var precision: Double { right + wrong.count == 0 ? 1 : Double(right) / Double(right + wrong.count) }
  var recall: Double { found + missed.count == 0 ? 1 : Double(found) / Double(found + missed.count) }
  var medianDelay: Duration { delays.sorted().dropFirst(delays.count / 2).first ?? .zero }

  /// How much later than the truth a rule may know, since devices report so often, and some reports are lost.
  private static func slack(_ rule: String) -> Duration {
    switch rule {
    case "room-co2-high", "open-the-window": .seconds(3 * 600)
    case "container-nearly-full", "container-tilted", "lamp-fault", "reading-implausible": .seconds(4 * 3600)
    case "district-not-emptied": .seconds(4 * 3600)
    // A battery is reported in whole percent.
    case "battery-low": .seconds(2 * 86_400)
    case "device-silent": .seconds(10 * 3600)
    case "gateway-down": .seconds(1800)
    case "network-silent": .seconds(300)
    // Bays report changes, and once an hour that they live.
    case "bay-overstay": .seconds(3600)
    case "day-burner", "lamp-dead", "feeder-fault", "dim-stuck": .seconds(4 * 3600)
    case "watering-due", "container-full-soon": .seconds(4 * 3600)
    // Means that are said when their hour is over, or their day.
    case "no2-information", "no2-alert", "o3-information", "o3-alert": .seconds(2 * 3600)
    case "pm10-alert", "pm2-5-alert": .seconds(4 * 3600)
    case "clock-implausible": .seconds(4 * 3600)
    default: .seconds(60)
    }
  }

  /// Whether the truth is as near to the rule's limit as the instrument can tell: three of its standard
  /// deviations, 12 mm of a container's 1,000 mm or more, and 14 ppm of CO2. For a district it is that of its containers.
  private static func isWithinError(_ alert: Trial.Told) -> Bool {
    guard let value = alert.trueValue else { return false }
    switch alert.rule {
    case "room-co2-high": return value >= 1000 - 42
    case "open-the-window": return value >= 900 - 42
    case "district-not-emptied": return value > 40
    case "watering-due": return value < dryWithinError
    case "container-full-soon": return value <= forecastError
    default: return value >= fullWithinError
    }
  }

  /// A container that an instrument may show as 80 % full.
  static let fullWithinError = 80 - 1.2

  /// How far a level may be from where it would be full in a day, in percent: it is off, and so is what it rises by in a day.
  private static let forecastError = 1.2 * 2.0.squareRoot()

  /// Less than half of the water that plants can take, for sure and perhaps: a probe tells 1 % of the volume, of the 13 % that
  /// loam can hold for them.
  static let dryBeyondError = 50.0 - 8
  private static let dryWithinError = 50.0 + 8

  /// How long the truth must hold before the rule means it, beside its `for`.
  private static func needed(_ rule: Rule) -> Duration {
    // A report confirms that a vehicle is still there; the one after it does when that is lost, and the one after that when it
    // might hide a change.
    let reports = rule.name == "bay-overstay" ? 3 : 1
    return rule.definition.holdsFor + slack(rule.name) * reports
  }

  init(_ rule: Rule, _ trial: Trial) {
    self.rule = rule.name
    let slack = Self.slack(rule.name)
    let episodes = trial.truth.episodes[rule.name] ?? []
    let alerts = trial.told.filter { $0.rule == rule.name }
    for alert in alerts where !alert.isSuppressed && alert.firedAt >= trial.scoredFrom {
      let isRight = episodes.contains { episode in
        episode.subject == alert.subject && episode.begin <= alert.firedAt
          && alert.firedAt - rule.definition.holdsFor - slack <= (episode.end ?? .distantFuture)
      }
      if isRight || Self.isWithinError(alert) { right += 1 } else { wrong.append(alert) }
    }
    for episode in episodes where !episode.isWithinError {
      let end = episode.end ?? trial.end
      let worthFrom = Self.worthFrom(episode, until: end, Self.needed(rule), rule, trial)
      guard let worthFrom, worthFrom >= trial.scoredFrom else { continue }
      let alert = alerts.first {
        $0.subject == episode.subject && $0.firedAt <= end + slack
          && ($0.resolvedAt ?? .distantFuture) >= episode.begin
      }
      guard let alert else {
        missed.append(episode)
        continue
      }
      found += 1
      if alert.firedAt >= episode.begin {
        delays.append(alert.notedAt - (episode.begin + rule.definition.holdsFor))
      }
    }
  }

  /// When an episode has been heard for `needed` without a break; `nil` when it never was.
  private static func worthFrom(
    _ episode: Truth.Episode, until end: Timestamp, _ needed: Duration, _ rule: Rule, _ trial: Trial
  ) -> Timestamp? {
    var begin = episode.begin
    for blind in blindness(of: episode.subject, rule, trial)
    where blind.upperBound > begin && blind.lowerBound < end {
      if blind.lowerBound >= begin, blind.lowerBound - begin >= needed { return begin + needed }
      begin = max(begin, blind.upperBound)
    }
    return begin < end && end - begin >= needed ? begin + needed : nil
  }

  private static func blindness(of subject: String, _ rule: Rule, _ trial: Trial) -> [Range<Timestamp>] {
    let own: [Range<Timestamp>]
    switch rule.name {
    case "broker-lost", "ingest-overload", "network-silent": return []
    case "clock-implausible", "reading-implausible", "device-silent", "battery-low":
      let defects =
        trial.truth.episodes["clock-implausible", default: []]
        + trial.truth.episodes["reading-implausible", default: []]
      let times = defects.filter { $0.subject == subject }.map { $0.begin..<($0.end ?? .distantFuture) }
      let isDefect = rule.name != "device-silent" && rule.name != "battery-low"
      own = (trial.truth.blindness[subject] ?? []).filter { time in
        isDefect ? !times.contains(time) : rule.name == "battery-low" || time.upperBound < .distantFuture
      }
    default: own = trial.truth.blindness[subject] ?? []
    }
    return (own + trial.truth.deafness).sorted { $0.lowerBound < $1.lowerBound }
  }
}
