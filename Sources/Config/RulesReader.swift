import Core
import Model

/// Reads and compiles the rules of all files that `rules` names.
struct RulesReader {
  /// The rules that watch Belfry and its devices; a city can give its own of the same name.
  private static let builtIn = [
    "battery-low", "broker-lost", "clock-implausible", "device-silent", "gateway-down", "ingest-overload",
    "network-silent", "reading-implausible",
  ]

  private let context: ReadingContext
  private let remarks: Problems

  init(_ context: ReadingContext, remarks: Problems) {
    self.context = context
    self.remarks = remarks
  }

  func read(_ written: Written?) -> [Rule] {
    read(context.files(written, example: "[rules/*.yaml]", remarks: remarks))
  }

  /// The rules of these files, as far as they are good.
  func read(_ files: [InputFile]) -> [Rule] {
    let rules = unique(files.flatMap { WrittenRule.rules(in: $0, context.problems) })
    let names = rules.map(\.definition.name) + Self.builtIn
    for rule in rules { rule.checkInhibition(among: names) }
    return rules.compactMap { $0.compiled(context.problems) }
  }

  /// The rules whose names no rule before has; the others are reported.
  private func unique(_ rules: [WrittenRule]) -> [WrittenRule] {
    var places: [String: Place] = [:]
    return rules.filter { rule in
      let name = rule.definition.name
      guard let other = places[name] else {
        places[name] = rule.place
        return true
      }
      context.problems.add(
        rule.place, "there are two rules `\(name)`",
        hint: "rename or remove one, the other is \(other.file):\(other.line)")
      return false
    }
  }
}
