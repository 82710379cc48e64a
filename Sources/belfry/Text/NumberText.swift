import Foundation
import Model

/// How people are told numbers.
enum NumberText {
  /// A whole number with its thousands apart: `1,234,567`.
  static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + text
  }

  /// `count` of something: `1 reconnect`, `2 reconnects`.
  static func count(_ value: Int, _ noun: String) -> String {
    "\(count(value)) \(noun)" + (value == 1 ? "" : "s")
  }

  /// A measured number with three figures or so, without needless zeros: `1,840`, `21.5`, `0.07`.
  static func measure(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return "\(value)" }
    if value.magnitude >= 1000 { return count(Int(value.rounded())) }
    let decimals = value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : 2
    let text = String(format: "%.\(decimals)f", value)
    guard text.contains(".") else { return text == "-0" ? "0" : text }
    let short = String(text.reversed().drop { $0 == "0" }.reversed())
    let trimmed = short.hasSuffix(".") ? String(short.dropLast()) : short
    return trimmed == "-0" ? "0" : trimmed
  }

  /// A measured number with its unit, a UCUM code, as people write it where the terminal can show that:
  /// `21.5 °C`, else `21.5 Cel`.
  static func measure(_ value: Double, unit: String, _ appearance: Appearance) -> String {
    if value.magnitude >= 1000, let larger = Self.larger[unit] {
      return measure(value / 1000, unit: larger, appearance)
    }
    if unit == "count" { return measure(value) }
    guard let known = Unit.named(unit), appearance.unicode || known.suffix.isEmpty else {
      return measure(value) + " " + unit
    }
    return measure(value) + known.suffix
  }

  /// The unit that is a thousand times as large, where people use it.
  private static let larger = ["W": "kW", "Wh": "kWh", "kWh": "MWh"]

  /// A share: `62 %`; nothing of nothing is no share.
  static func share(_ part: Int, of whole: Int) -> String? {
    guard whole > 0 else { return nil }
    return "\(Int((100 * Double(part) / Double(whole)).rounded())) %"
  }

  /// Ascending whole numbers, of which three and more in a row become a range: `1-11`, `20`.
  static func ranges(_ values: [UInt8]) -> [String] {
    var runs: [ClosedRange<UInt8>] = []
    for value in values {
      if let last = runs.last, Int(last.upperBound) + 1 == Int(value) {
        runs[runs.count - 1] = last.lowerBound...value
      } else {
        runs.append(value...value)
      }
    }
    return runs.flatMap { $0.count > 2 ? ["\($0.lowerBound)-\($0.upperBound)"] : $0.map { "\($0)" } }
  }

  /// A size: `41 MB`.
  static func bytes(_ count: Int) -> String {
    var value = Double(count)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 1000 { return measure(value) + " " + unit }
      value /= 1000
    }
    return measure(value) + " TB"
  }
}
