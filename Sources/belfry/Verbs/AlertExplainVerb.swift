import ArgumentParser
import Model
import Wire

/// `belfry alert explain ID`
struct AlertExplainVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "The story of an alert, of now or of the past, in plain words.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The alert's id, as 'belfry alert list' and 'belfry alert history' show it.")
  var id: String

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let data = try await daemon.json(Request("v1", "alerts", id, "explain"))
    if console.json { return try console.print(JSONText(data)) }
    let explanation = try Daemon.decode(AlertExplanation.self, data)
    try console.print(Self.lines(explanation, width: console.width ?? 80, console.appearance))
  }

  /// The story as lines of at most `width` columns.
  static func lines(
    _ explanation: AlertExplanation, width: Int, _ appearance: Appearance
  ) -> [String] {
    let alert = explanation.alert
    let story = AlertStory(explanation, appearance)
    var head = Fields()
    head.add("alert", "\(alert.id): \(alert.summary)", .strong)
    head.add("state", "\(alert.state), \(alert.severity)", alert.standing.tone(severity: alert.severity))
    head.add("asset", alert.asset)
    head.add("rule", rule(alert.rule, explanation.rule))
    head.add("when", explanation.rule?.when)
    head.add("clear", explanation.rule?.clear)
    head.add("timers", explanation.rule.map(timers))
    head.add("inhibited by", explanation.rule.map { $0.inhibitedBy.joined(separator: ", ") })
    var tail = Fields()
    for reading in story.lateReadings { tail.add("late", reading) }
    for (index, member) in story.members.enumerated() { tail.add(index == 0 ? "assets" : "", member) }
    tail.add("waits", story.outlook)
    return head.lines(width: width, appearance) + [""] + entries(story, width, appearance)
      + tail.lines(width: width, appearance)
  }

  private static func rule(_ name: String, _ wording: AlertExplanation.Wording?) -> String {
    guard let wording else { return "\(name), whose wording is not known any more" }
    return "\(name), version \(wording.version)" + (wording.isCurrent ? "" : ", which is not loaded now")
  }

  private static func timers(_ rule: AlertExplanation.Wording) -> String {
    let holdsFor =
      rule.holdsForSeconds > 0
      ? "fires when it holds for \(TimeText.span(.seconds(rule.holdsForSeconds)))" : "fires at once"
    let keeps =
      rule.keepFiringForSeconds > 0
      ? ", goes on for \(TimeText.span(.seconds(rule.keepFiringForSeconds))) after its end" : ""
    return "\(holdsFor)\(keeps); on silence: \(rule.onSilence)"
  }

  private static func entries(_ story: AlertStory, _ width: Int, _ appearance: Appearance) -> [String] {
    let indent = 21
    let room = max(width - indent, 20)
    return story.entries.flatMap { entry -> [String] in
      let date = appearance.paint(TimeText.date(entry.at).padded(to: indent), .quiet)
      let space = String(repeating: " ", count: indent)
      let texts = entry.text.printable.wrapped(to: room, appearance).enumerated().map { index, line in
        (index == 0 ? date : space) + appearance.paint(line, entry.tone)
      }
      let readings = entry.readings.flatMap { reading in
        reading.printable.wrapped(to: room - 2, appearance).map { line in
          space + "  " + appearance.paint(line, .quiet)
        }
      }
      return texts + readings
    } + [""]
  }
}
