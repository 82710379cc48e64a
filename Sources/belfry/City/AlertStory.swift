import Model
import Wire

/// What made an alert what it is, told in plain words: one entry for each thing that happened.
struct AlertStory {
  /// Something that happened.
  struct Entry: Equatable {
    /// When, event time.
    var at: Timestamp
    var text: String
    var tone: Tone
    /// The readings behind it, a line each.
    var readings: [String] = []
  }

  private let explanation: AlertExplanation
  private let appearance: Appearance

  /// What is noted this much later than it happened is told to be.
  private static let latenessMin = Duration.seconds(60)
  private static let membersMax = 8

  init(_ explanation: AlertExplanation, _ appearance: Appearance) {
    self.explanation = explanation
    self.appearance = appearance
  }

  private var alert: AlertObject { explanation.alert }
  private var when: String { explanation.rule?.when ?? "the condition" }
  private var holdsFor: Duration { .seconds(explanation.rule?.holdsForSeconds ?? 0) }
  private var keepFiringFor: Duration { .seconds(explanation.rule?.keepFiringForSeconds ?? 0) }

  /// What happened, in order.
  var entries: [Entry] {
    let steps = explanation.steps
    var entries: [Entry] = []
    for (index, step) in steps.enumerated() {
      let next = index + 1 < steps.count ? steps[index + 1] : nil
      // What fires at once is one thing that happens, though it takes two steps.
      if step.step == "pending", next?.step == "firing", next?.at == step.at { continue }
      let isAtOnce = step.step == "firing" && index > 0 && steps[index - 1].at == step.at
      entries.append(entry(step, isAtOnce: isAtOnce))
    }
    return entries
  }

  private func entry(_ step: AlertExplanation.Step, isAtOnce: Bool) -> Entry {
    var text = words(step, isAtOnce: isAtOnce)
    let lateness = step.notedAt.timestamp - step.at.timestamp
    if lateness >= Self.latenessMin, step.by == nil {
      text += "; Belfry knew it \(TimeText.span(lateness)) later, at \(TimeText.date(step.notedAt.timestamp))"
    }
    let shown = ["pending", "firing", "resolved", "inactive", "historical"].contains(step.step)
    return Entry(
      at: step.at.timestamp, text: text, tone: tone(step),
      readings: shown && step.cause == "readings" ? readings(step.readings) : [])
  }

  private func tone(_ step: AlertExplanation.Step) -> Tone {
    switch step.step {
    case "firing": Tone(severity: alert.severity)
    case "resolved", "inactive": .good
    case "suppressed", "shelved": .quiet
    default: .plain
    }
  }

  private func words(_ step: AlertExplanation.Step, isAtOnce: Bool) -> String {
    let quiet = step.suppressedBy.map { "; it was quiet, since \($0) explains it" } ?? ""
    switch step.step {
    case "pending":
      return "\(when) became true; the alert fires when that holds for \(TimeText.span(holdsFor))" + quiet
    case "firing":
      let why = isAtOnce ? "\(when) became true" : "it had been true for \(TimeText.span(holdsFor))"
      return "\(why): the alert fired" + quiet
    case "historical":
      return "\(when) had been true, as late readings show: nobody was called"
    case "inactive":
      return "it was no longer true before it had held for \(TimeText.span(holdsFor)): nobody was called"
    case "resolved": return ending(step)
    case "suppressed":
      return step.suppressedBy.map { "quiet from here on, since \($0) explains it" } ?? step.cause
    case "unsuppressed": return step.cause
    default: return person(step)
    }
  }

  private func ending(_ step: AlertExplanation.Step) -> String {
    if step.cause == "readings" {
      return (explanation.rule?.clear.map { "\($0) became true" } ?? "\(when) was no longer true")
        + ": the alert is over"
    }
    if step.cause.hasPrefix("over for") {
      return "it had been over for \(TimeText.span(keepFiringFor)) (keep_firing_for): the alert is over"
    }
    return "the alert is over: \(step.cause)"
  }

  private func person(_ step: AlertExplanation.Step) -> String {
    let said = step.comment.map { ": “\($0)”" } ?? ""
    guard let by = step.by else { return "\(step.step): \(step.cause)" }
    switch step.step {
    case "acknowledged": return "\(by) took note of it\(said)"
    case "shelved":
      let until = step.until.map { " until \(TimeText.date($0.timestamp))" } ?? ""
      return "\(by) put it aside\(until)\(said)"
    case "unshelved": return "\(by) brought it back\(said)"
    default: return "\(by): \(step.step)\(said)"
    }
  }

  /// `fill_level 82 % at 08:10:00, 70 % at 08:00:00 before`, a line for each quantity.
  private func readings(_ readings: [AlertExplanation.Evidence]) -> [String] {
    var order: [String] = []
    for reading in readings where !order.contains(reading.quantity) { order.append(reading.quantity) }
    return order.map { quantity in
      let own = readings.filter { $0.quantity == quantity }.reversed()
      let values = own.enumerated().map { index, reading in
        (index == 0 ? "" : "before that ") + value(reading)
      }
      return "\(quantity) \(values.joined(separator: ", "))"
    }
  }

  private func value(_ reading: AlertExplanation.Evidence) -> String {
    let value = ReadingText.value(reading.value, reading.unit, of: reading.quantity, appearance)
    let late = reading.late ? ", which came late" : ""
    return "\(value) at \(TimeText.date(reading.at.timestamp))\(late)"
  }

  /// What came late and changed nothing, a sentence for each reading; the rest in one.
  var lateReadings: [String] {
    let shown = explanation.late.prefix(3).map { reading in
      "\(reading.quantity) \(value(reading)), at \(TimeText.date(reading.arrivedAt.timestamp)): a newer one "
        + "was known, so it called nobody"
    }
    let others = explanation.late.count - shown.count
    return shown + (others > 0 ? ["and \(NumberText.count(others, "reading")) more"] : [])
  }

  /// The assets behind an alert of a district, as they are now: how many count, and the first of them.
  var members: [String] {
    guard let members = explanation.members else { return [] }
    let unknown = members.unknown > 0 ? "; \(NumberText.count(members.unknown, "other")) not known" : ""
    let shown = members.shown.filter { $0.counts == true }.prefix(Self.membersMax).map { member in
      let readings = member.readings.map { reading in
        "\(reading.quantity) "
          + ReadingText.value(reading.value, reading.unit, of: reading.quantity, appearance)
      }
      let name = member.name == member.asset ? "" : " (\(member.name))"
      return ([member.asset + name] + readings).joined(separator: ", ")
    }
    let others = members.counting - shown.count
    return ["\(members.counting) of \(members.total - members.unknown) count now\(unknown)"] + shown
      + (others > 0 ? ["and \(others) more"] : [])
  }

  /// What the alert waits for; `nil` when it is over.
  var outlook: String? {
    guard let outlook = explanation.outlook else { return nil }
    if let firesAt = outlook.firesAt {
      return "fires at \(TimeText.date(firesAt.timestamp)), unless \(when) is no longer true before"
    }
    if let endsAt = outlook.endsAt {
      return "over at \(TimeText.date(endsAt.timestamp)), unless \(when) is true again before"
    }
    let after = keepFiringFor > .zero ? " for \(TimeText.span(keepFiringFor))" : ""
    return outlook.endsWhen.map { "ends when \($0)\(after)" }
  }
}
