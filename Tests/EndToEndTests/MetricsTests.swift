import Foundation
import Model
import Testing
import Wire

/// The metrics by the rules of Prometheus's text format, version 0.0.4.
@Suite struct MetricsTests {
  @Test func metricsAreWellFormedAndTellWhatTheStatusTells() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    try town.publish(Messages.topic(Messages.container), "{")
    _ = try town.settle(received: 2)
    let answer = try town.ask("/metrics")
    #expect(answer.status == 200)
    let samples = try Self.samples(String(decoding: answer.body, as: UTF8.self))
    #expect(samples["belfry_messages_received_total"] == 2)
    #expect(samples["belfry_messages_total{outcome=\"decoded\"}"] == 1)
    #expect(samples["belfry_messages_rejected_total{reason=\"malformed_json\"}"] == 1)
    #expect(samples["belfry_alerts{state=\"firing\"}"] == 1)
    #expect(samples["belfry_broker_connected{broker=\"mqtt://127.0.0.1:\(town.port)\"}"] == 1)
    #expect(samples["belfry_assets"] == 5)
    let outcomes = samples.filter { $0.key.hasPrefix("belfry_messages_total{") }.values.reduce(0, +)
    #expect(outcomes == 2, "each message has one outcome")
  }

  @Test(.enabled(if: Programs.has("promtool"), "promtool is not there: 'apt install prometheus' brings it"))
  func prometheusOwnCheckFindsNothing() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    let text = String(decoding: try town.ask("/metrics").body, as: UTF8.self)
    let result = try Programs.run("promtool", ["check", "metrics"], input: text)
    #expect(result.status == 0)
    #expect(result.output.isEmpty && result.errors.isEmpty, "\(result.output)\(result.errors)")
  }

  /// The samples by name and labels; every line is looked at.
  private static func samples(_ text: String) throws -> [String: Double] {
    var samples: [String: Double] = [:]
    var seen: Set<String> = []
    var current = (name: "", type: "")
    try #require(text.hasSuffix("\n"))
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if let match = line.wholeMatch(of: /# HELP ([a-z][a-z0-9_]*) .+\./) {
        current = (String(match.1), "")
        #expect(seen.insert(current.name).inserted, "\(line): a name stands in one place")
        #expect(current.name.hasPrefix("belfry_") || current.name.hasPrefix("process_"), "\(line)")
      } else if let match = line.wholeMatch(of: /# TYPE ([a-z0-9_]+) (counter|gauge)/) {
        #expect(match.1 == current.name, "\(line): HELP comes first")
        current.type = String(match.2)
        #expect((current.type == "counter") == current.name.hasSuffix("_total"), "\(line)")
      } else {
        let match = try #require(
          line.wholeMatch(of: /([a-z0-9_]+)(\{[a-z_]+="[^"\\\n]*"\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)/),
          "\(line)")
        #expect(match.1 == current.name && !current.type.isEmpty, "\(line): HELP and TYPE come first")
        let key = String(match.1) + String(match.2 ?? "")
        #expect(samples.updateValue(try #require(Double(match.3)), forKey: key) == nil, "\(line): twice")
      }
    }
    return samples
  }
}
