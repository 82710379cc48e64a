import Foundation
import GRDB
public import Model

/// The wording of a rule as it stands in the history, so that an old alert can be explained by the rule that
/// made it.
struct RuleRecord: Codable {
  private let name: String
  private let kind: String?
  private let per: String?
  private let when: String
  private let clear: String?
  private let holdsFor: Int64
  private let keepFiringFor: Int64
  private let onSilence: String
  private let severity: String
  private let summary: String
  private let labels: [String: String]
  private let inhibitedBy: [String]
  private let escalateAfter: Int64?
  private let escalateTo: String?

  private static let anyKind = "any"

  init(_ rule: RuleDefinition) {
    name = rule.name
    switch rule.scope {
    case .kind(let kind): self.kind = kind.rawValue
    case .anyKind: kind = Self.anyKind
    case .district, .gateway, .broker: kind = nil
    }
    per = rule.scope.per
    when = rule.when
    clear = rule.clear
    holdsFor = rule.holdsFor.wholeNanoseconds
    keepFiringFor = rule.keepFiringFor.wholeNanoseconds
    onSilence = rule.onSilence.rawValue
    severity = rule.severity.rawValue
    summary = rule.summary
    labels = rule.labels
    inhibitedBy = rule.inhibitedBy
    escalateAfter = rule.escalation?.after.wholeNanoseconds
    escalateTo = rule.escalation?.severity.rawValue
  }

  /// The rule again; `nil` when a newer version wrote words that this one doesn't know.
  var definition: RuleDefinition? {
    guard let scope, let policy = SilencePolicy(rawValue: onSilence),
      let severity = Severity(rawValue: severity)
    else { return nil }
    var rule = RuleDefinition(name: name, scope: scope, when: when)
    rule.clear = clear
    rule.holdsFor = .nanoseconds(holdsFor)
    rule.keepFiringFor = .nanoseconds(keepFiringFor)
    rule.onSilence = policy
    rule.severity = severity
    rule.summary = summary
    rule.labels = labels
    rule.inhibitedBy = inhibitedBy
    if let escalateAfter, let severity = escalateTo.flatMap(Severity.init) {
      rule.escalation = .init(after: .nanoseconds(escalateAfter), severity: severity)
    }
    return rule
  }

  private var scope: RuleDefinition.Scope? {
    guard let kind else {
      return .init(per: per ?? "district")
    }
    return kind == Self.anyKind ? .anyKind : AssetKind(rawValue: kind).map { .kind($0) }
  }
}

extension Database {
  /// Keeps what these rules say, under their versions; to be called before alerts of them are written.
  public func keep(_ rules: [RuleDefinition]) throws(StorageError) {
    do {
      try pool.write { db in
        let insert = try db.makeStatement(sql: "INSERT OR IGNORE INTO rule VALUES (?, ?, ?)")
        for rule in rules {
          let text = String(decoding: try JSONEncoder().encode(RuleRecord(rule)), as: UTF8.self)
          try insert.execute(arguments: [rule.version, rule.name, text])
        }
      }
    } catch {
      throw StorageError(path, error)
    }
  }
}
