import Foundation
import Model

@testable import Core

/// One rule, what happens, and what follows, as a person writes it:
///
///     # What the scenario shows.
///     kind: container
///     when: fill_level >= 80 %
///     for: 20m
///
///     08:00 fill_level 82
///     08:10 fill_level 85, battery 90 at 08:09; fill_level 84 at 08:05
///     09:00 tick
///       -> 08:00 pending
///       -> 08:20 firing noted 09:00
///
/// The time in front is the arrival; `at` tells when it was measured, if that was earlier or later. What
/// stands between `;` was measured at one time. Hours may go beyond 23.
struct Scenario {
  var rule: RuleDefinition
  var parameters: [String: String] = [:]
  var events: [Event] = []
  /// Each step as `08:20:00 firing`, or `08:20:00 firing noted 09:00:00`.
  var expected: [String] = []

  /// Why a file is no scenario.
  struct Problem: Error, CustomStringConvertible {
    var line: Int
    var what: String
    var description: String { "line \(line): \(what)" }
  }

  init(_ text: String) throws {
    rule = RuleDefinition(name: "rule", scope: .kind(.room), when: "")
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      do {
        try read(line)
      } catch {
        throw Problem(line: number + 1, what: "\(error)")
      }
    }
  }

  /// The steps of a run in the words of ``expected``.
  static func steps(_ outcomes: [Outcome], noted: Bool) -> [String] {
    outcomes.flatMap(\.transitions).map { step in
      let noted = noted ? " noted \(clock(step.notedAt))" : ""
      return "\(clock(step.at)) \(step.step.rawValue)\(noted)"
    }
  }

  private mutating func read(_ line: String) throws {
    if line.hasPrefix("->") {
      let words = line.dropFirst(2).split(separator: " ").map(String.init)
      guard words.count == 2 || (words.count == 4 && words[2] == "noted"),
        Transition.Step(rawValue: words[1]) != nil
      else { throw Malformed(text: line) }
      var step = "\(Self.clock(try Self.time(words[0]))) \(words[1])"
      if words.count == 4 { step += " noted \(Self.clock(try Self.time(words[3])))" }
      expected.append(step)
    } else if line.first?.isNumber == true {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw Malformed(text: line) }
      events.append(try event(try Self.time(parts[0]), parts[1]))
    } else {
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 2 else { throw Malformed(text: line) }
      try set(parts[0], parts[1])
    }
  }

  private mutating func set(_ key: String, _ value: String) throws {
    switch key {
    case "kind":
      guard let kind = AssetKind(rawValue: value) else { throw Malformed(text: value) }
      rule.scope = .kind(kind)
    case "when": rule.when = value
    case "clear": rule.clear = value
    case "for": rule.holdsFor = try Self.duration(value)
    case "keep_firing_for": rule.keepFiringFor = try Self.duration(value)
    case "escalate":
      let words = value.split(separator: " ").map(String.init)
      guard words.count == 2, let severity = Severity(rawValue: words[1]) else {
        throw Malformed(text: value)
      }
      rule.escalation = .init(after: try Self.duration(words[0]), severity: severity)
    case "parameters":
      for pair in value.split(separator: ";") {
        let parts = pair.split(separator: "=").map(String.init)
        guard parts.count == 2 else { throw Malformed(text: value) }
        parameters[parts[0]] = parts[1]
      }
    default: throw Malformed(text: key)
    }
  }

  private func event(_ arrivedAt: Timestamp, _ text: String) throws -> Event {
    if text == "tick" { return .tick(arrivedAt) }
    var readings: [Reading] = []
    for moment in text.split(separator: ";") {
      let parts = moment.components(separatedBy: " at ")
      let at = parts.count > 1 ? try Self.time(parts[1].trimmingCharacters(in: .whitespaces)) : arrivedAt
      for item in parts[0].split(separator: ",") {
        let words = item.split(separator: " ").map(String.init)
        guard words.count == 2, let quantity = Quantity(name: words[0]), let value = Double(words[1])
        else { throw Malformed(text: String(item)) }
        readings.append(Reading(quantity, value, at: at))
      }
    }
    return uplink(readings, counter: UInt32(events.count), receivedAt: arrivedAt)
  }

  private struct Malformed: Error, CustomStringConvertible {
    var text: String
    var description: String { "'\(text)' can't be read" }
  }

  private static let midnight = Timestamp(seconds: 1_777_852_800)

  private static func time(_ text: String) throws -> Timestamp {
    let parts = text.split(separator: ":").map { Int64($0) }
    guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1],
      let second = parts.count == 3 ? parts[2] : 0
    else { throw Malformed(text: text) }
    return Timestamp(seconds: midnight.nanoseconds / 1_000_000_000 + hour * 3600 + minute * 60 + second)
  }

  private static func clock(_ time: Timestamp) -> String {
    let seconds = Int((time - midnight).inSeconds)
    return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      .joined(separator: ":")
  }

  private static func duration(_ text: String) throws -> Duration {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast())
    else { throw Malformed(text: text) }
    return .seconds(number * unit)
  }
}
