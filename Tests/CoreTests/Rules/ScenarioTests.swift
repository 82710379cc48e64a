import Foundation
import Model
import Testing

@testable import Core

/// The files in `Scenarios`: a new one needs no line here.
@Suite struct ScenarioTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenarios")

  private static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".scenario") }.sorted()
  }()

  private func scenario(_ name: String) throws -> Scenario {
    try Scenario(String(contentsOf: Self.folder.appending(path: name), encoding: .utf8))
  }

  private func steps(_ scenario: Scenario, _ events: [Event], noted: Bool = false) throws -> [String] {
    guard case .kind(let kind) = scenario.rule.scope else { return [] }
    var town = try Town(kind, parameters: scenario.parameters, rules: [scenario.rule])
    return Scenario.steps(town.apply(events), noted: noted)
  }

  private func withoutNotedTimes(_ steps: [String]) -> [String] {
    steps.map { $0.components(separatedBy: " noted ")[0] }
  }

  @Test func thereAreSome() { #expect(Self.names.count >= 10) }

  @Test(arguments: names)
  func asWritten(name: String) throws {
    let scenario = try scenario(name)
    let noted = try steps(scenario, scenario.events, noted: true)
    let plain = withoutNotedTimes(noted)
    let asExpected = zip(scenario.expected, zip(noted, plain))
      .map { $0.contains("noted") ? $1.0 : $1.1 }
    #expect(asExpected + plain.dropFirst(asExpected.count) == scenario.expected)
  }

  @Test("Clock ticks in between change no step's time and no order", arguments: names)
  func withTicks(name: String) throws {
    let scenario = try scenario(name)
    var events: [Event] = []
    for event in scenario.events {
      if let last = events.last?.at {
        for second in stride(from: 7, to: Int((event.at - last).inSeconds), by: 13) {
          events.append(.tick(last + .seconds(second)))
        }
      }
      events.append(event)
    }
    #expect(try steps(scenario, events) == withoutNotedTimes(scenario.expected))
  }

  @Test("Messages that come twice change nothing", arguments: names)
  func withDuplicates(name: String) throws {
    let scenario = try scenario(name)
    let events = scenario.events.enumerated().flatMap { index, event in
      let earlier = scenario.events[..<index].suffix(3).map { $0.arriving(at: event.at) }
      return earlier + [event, event] + earlier
    }
    #expect(try steps(scenario, events) == withoutNotedTimes(scenario.expected))
  }
}

extension Event {
  /// The same message, arriving at another time.
  func arriving(at time: Timestamp) -> Event {
    guard case .uplink(let uplink, let device, let readings, _) = self else { return self }
    return .uplink(uplink, device: device, readings: readings, arrivedAt: time)
  }
}
