public import Core
import Foundation
import Model

/// A step of an alert as it goes to the history: names instead of indexes, since those change with the
/// configuration.
public struct TransitionRecord: Codable, Hashable, Sendable {
  let alert: String
  let rule: String
  let ruleVersion: String
  let asset: String
  let severity: String
  let state: String
  let summary: String
  let value: Double?
  let since: Int64
  let at: Int64
  let notedAt: Int64
  let suppressedBy: String?
  let cause: String

  /// The record of `transition`.
  public init(_ transition: Transition) {
    alert = transition.alert.id
    self.rule = transition.alert.ruleName
    ruleVersion = transition.alert.ruleVersion
    asset = transition.alert.subject
    severity = transition.alert.severity.rawValue
    state = transition.step.rawValue
    summary = transition.alert.summary
    value = transition.alert.value
    since = transition.alert.since.nanoseconds
    at = transition.at.nanoseconds
    notedAt = transition.notedAt.nanoseconds
    suppressedBy = transition.alert.suppressedBy
    cause = transition.cause
  }
}

/// What a person asked, as it goes to the history.
public struct CommandRecord: Codable, Hashable, Sendable {
  let alert: String
  let action: String
  let until: Int64?
  let by: String
  let comment: String
  let at: Int64

  /// The record of `command`.
  public init(_ command: OperatorCommand) {
    alert = command.alert
    switch command.action {
    case .acknowledge: (action, until) = ("acknowledge", nil)
    case .shelve(let end): (action, until) = ("shelve", end.nanoseconds)
    case .unshelve: (action, until) = ("unshelve", nil)
    }
    by = command.by
    comment = command.comment
    at = command.at.nanoseconds
  }

  init(alert: String, action: String, until: Int64?, by: String, comment: String, at: Int64) {
    self.alert = alert
    self.action = action
    self.until = until
    self.by = by
    self.comment = comment
    self.at = at
  }

  /// The command again; `nil` when a newer version wrote an action that this one doesn't know.
  var command: OperatorCommand? {
    let known: OperatorCommand.Action?
    switch action {
    case "acknowledge": known = .acknowledge
    case "shelve": known = until.map { .shelve(until: Timestamp(nanoseconds: $0)) }
    case "unshelve": known = .unshelve
    default: known = nil
    }
    return known.map {
      OperatorCommand(
        alert: alert, action: $0, by: by, comment: comment, at: Timestamp(nanoseconds: at))
    }
  }
}

/// A record that travels to the journal as JSON: rare ones, whose size varies.
public protocol JSONRecord: Codable {}

extension TransitionRecord: JSONRecord {}
extension CommandRecord: JSONRecord {}

extension JSONRecord {
  /// The record as the bytes that the journal reads.
  public func bytes() -> [UInt8] {
    // Only strings and numbers: encoding can't fail.
    (try? JSONEncoder().encode(self)).map(Array.init) ?? []
  }

  /// Reads a record.
  init(_ bytes: Span<UInt8>) throws(StorageError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes.indices.map { bytes[$0] }))
    } catch {
      throw StorageError("a record for the history can't be read: \(error)")
    }
  }
}
