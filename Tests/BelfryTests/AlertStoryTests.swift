import Model
import Testing
import Wire

@testable import belfry

/// The words of `belfry alert explain`.
@Suite struct AlertStoryTests {
  private static let eight = Timestamp(seconds: 1_772_438_400)  // 2026-03-02T08:00:00Z

  private static func time(_ minutes: Int) -> WireTime { WireTime(eight + .seconds(60 * minutes)) }

  private static func reading(
    _ value: Double, at minutes: Int, arrived: Int? = nil, late: Bool = false
  ) -> AlertExplanation.Evidence {
    .init(
      device: "d1", reading: Reading(.fillLevel, value, at: time(minutes).timestamp),
      arrivedAt: time(arrived ?? minutes).timestamp, late: late)
  }

  private static func step(
    _ step: String, at minutes: Int, notedAt: Int? = nil, cause: String = "readings",
    suppressedBy: String? = nil, by: String? = nil, comment: String? = nil, until: Int? = nil,
    _ readings: [AlertExplanation.Evidence] = []
  ) -> AlertExplanation.Step {
    .init(
      step: step, at: time(minutes), notedAt: time(notedAt ?? minutes), cause: cause, summary: "full",
      suppressedBy: suppressedBy, by: by, comment: comment, until: until.map(time), readings: readings)
  }

  private static func explanation(
    holdsFor: Int = 0, state: AlertState = .resolved, _ steps: [AlertExplanation.Step],
    late: [AlertExplanation.Evidence] = [], outlook: AlertExplanation.Outlook? = nil
  ) -> AlertExplanation {
    var rule = RuleDefinition(name: "full", scope: .kind(.container), when: "fill_level >= 80 %")
    rule.clear = "fill_level < 65 %"
    rule.holdsFor = .seconds(60 * holdsFor)
    rule.keepFiringFor = .seconds(600)
    let alert = AlertObject(
      id: "a1", rule: "full", asset: "C1", severity: .warning, state: state, summary: "C1: 92 % full",
      value: 92, since: time(0))
    return AlertExplanation(
      alert: alert, rule: .init(rule, isCurrent: true), steps: steps, late: late, outlook: outlook)
  }

  private static func texts(_ explanation: AlertExplanation) -> [String] {
    AlertStory(explanation, .plain).entries.map(\.text)
  }

  @Test func fromPendingToResolved() {
    let explanation = Self.explanation(
      holdsFor: 20,
      [
        Self.step("pending", at: 0, [Self.reading(70, at: -10), Self.reading(92, at: 0)]),
        Self.step("firing", at: 20, cause: "true for 1200 s"),
        Self.step("resolved", at: 40),
      ])
    #expect(
      Self.texts(explanation) == [
        "fill_level >= 80 % became true; the alert fires when that holds for 20 min",
        "it had been true for 20 min: the alert fired",
        "fill_level < 65 % became true: the alert is over",
      ])
    let readings = AlertStory(explanation, .plain).entries.map(\.readings)
    #expect(readings[0].count == 1 && readings[1].isEmpty)
    #expect(readings[0].first?.hasPrefix("fill_level 92 % at ") == true)
    #expect(readings[0].first?.contains(", before that 70 % at ") == true)
  }

  @Test func whatFiresAtOnceIsOneEntry() {
    let steps = [Self.step("pending", at: 0), Self.step("firing", at: 0)]
    #expect(
      Self.texts(Self.explanation(state: .firing, steps)) == [
        "fill_level >= 80 % became true: the alert fired"
      ])
  }

  @Test func whatEndsTooEarlyCalledNobody() {
    let steps = [Self.step("pending", at: 0), Self.step("inactive", at: 5)]
    #expect(
      Self.texts(Self.explanation(holdsFor: 20, state: .inactive, steps)).last
        == "it was no longer true before it had held for 20 min: nobody was called")
  }

  @Test func peopleAndOtherAlertsAreInTheStory() {
    let steps = [
      Self.step("firing", at: 0, suppressedBy: "gateway-down"),
      Self.step("unsuppressed", at: 1, cause: "no longer explained by another alert"),
      Self.step("acknowledged", at: 2, by: "marie", comment: "on my way"),
      Self.step("shelved", at: 3, by: "marie", until: 90),
      Self.step("unshelved", at: 90, cause: "its time is over"),
      Self.step("suppressed", at: 91, suppressedBy: "container-tilted"),
      Self.step("resolved", at: 92, cause: "over for 600 s"),
    ]
    let texts = Self.texts(Self.explanation(steps))
    #expect(texts[0].hasSuffix("; it was quiet, since gateway-down explains it"))
    #expect(texts[1] == "no longer explained by another alert")
    #expect(texts[2] == "marie took note of it: “on my way”")
    #expect(texts[3].hasPrefix("marie put it aside until "))
    #expect(texts[4] == "unshelved: its time is over")
    #expect(texts[5] == "quiet from here on, since container-tilted explains it")
    #expect(texts[6] == "it had been over for 10 min (keep_firing_for): the alert is over")
  }

  @Test func latenessIsTold() {
    let late = Self.reading(95, at: 10, arrived: 60, late: true)
    let explanation = Self.explanation(
      [Self.step("firing", at: 0, notedAt: 30)], late: Array(repeating: late, count: 5))
    #expect(Self.texts(explanation)[0].contains("; Belfry knew it 30 min later, at "))
    let sentences = AlertStory(explanation, .plain).lateReadings
    #expect(sentences.count == 4)
    #expect(sentences[0].contains("95 %") && sentences[0].contains("which came late"))
    #expect(sentences[3] == "and 2 readings more")
  }

  @Test func whatItWaitsForIsTold() {
    func outlook(fires: Int? = nil, ends: Int? = nil) -> String {
      let outlook = AlertExplanation.Outlook(
        firesAt: fires.map(Self.time), endsAt: ends.map(Self.time), endsWhen: "fill_level < 65 %")
      return AlertStory(Self.explanation(state: .firing, [], outlook: outlook), .plain).outlook ?? ""
    }
    #expect(outlook() == "ends when fill_level < 65 % for 10 min")
    #expect(outlook(fires: 20).hasSuffix("unless fill_level >= 80 % is no longer true before"))
    #expect(outlook(ends: 20).hasSuffix("unless fill_level >= 80 % is true again before"))
    #expect(AlertStory(Self.explanation([]), .plain).outlook == nil)
  }

  @Test func itReadsWellInEightyColumns() {
    let comment = String(repeating: "the key is with the caretaker ", count: 8)
    let explanation = Self.explanation(
      holdsFor: 20,
      [
        Self.step("pending", at: 0, notedAt: 30, [Self.reading(70, at: -10), Self.reading(92, at: 0)]),
        Self.step("acknowledged", at: 2, by: "marie", comment: comment),
      ], late: [Self.reading(95, at: 10, arrived: 60, late: true)])
    let lines = AlertExplainVerb.lines(explanation, width: 80, .plain)
    #expect(lines.allSatisfy { $0.displayWidth <= 80 }, "\(lines.joined(separator: "\n"))")
    #expect(!lines.contains { $0.contains("\u{1B}") })
  }
}
