import Core
import Foundation
import Model
import SimulatedCity
import Testing

/// The shipped rules' alerts against what was true in a simulated city in which much goes wrong: each rule's
/// precision and recall.
///
/// `make score` runs a larger city for longer and prints the table that stands in docs/alerts-scored.md.
@Suite struct AlertScoreTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static var size: Trial.Size {
    let days = environment["BELFRY_SCORE_DAYS"].flatMap { Int($0) }
    let scale = environment["BELFRY_SCORE_SCALE"].flatMap { Int($0) } ?? 1
    let seed = environment["BELFRY_SEED"].flatMap { UInt64($0) } ?? 1
    return Trial.Size(
      plan: CityPlan(
        containers: 48 * scale, bays: 8 * scale, rooms: 12 * scale, luminaires: 24 * scale,
        buildings: 8 * scale,
        stations: 4 * scale, greenSpaces: 6 * scale, seed: seed),
      days: days ?? 7, faults: environment["BELFRY_SCORE_FAULTS"] ?? Self.faults)
  }

  private static let faults =
    "loss=0.02,duplicate=0.05,late=0.02,malformed=0.005,rejoin=0.001,death=0.0001,gateway=0.004"

  @Test func everyRuleIsRight() throws {
    let trial = try Trial(Self.size)
    let scores = trial.rules.map { Score($0, trial) }
    print(Self.table(scores, trial))
    for score in scores {
      #expect(score.precision >= 0.99, "\(score.rule): \(score.wrong.prefix(5))")
      #expect(score.recall >= 0.99, "\(score.rule): \(score.missed.prefix(5))")
    }
  }

  private static func table(_ scores: [Score], _ trial: Trial) -> String {
    let lines = scores.sorted { $0.rule < $1.rule }.map { score in
      [
        score.rule, "\(score.right + score.wrong.count)", "\(score.wrong.count)",
        "\(score.found + score.missed.count)", "\(score.missed.count)",
        String(format: "%.3f", score.precision), String(format: "%.3f", score.recall),
        String(format: "%.0f min", score.medianDelay.inSeconds / 60),
      ]
    }
    let head = ["rule", "alerts", "wrong", "episodes", "missed", "precision", "recall", "delay"]
    return ([head, head.map { _ in "---" }] + lines).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n") + "\n\(trial.uplinks) uplinks, \(trial.historical) historical alerts"
  }
}
