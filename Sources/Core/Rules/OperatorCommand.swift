public import Model

/// What a person asks of an alert.
public struct OperatorCommand: Hashable, Sendable {
  /// What they ask.
  public enum Action: Hashable, Sendable {
    /// They have taken note.
    case acknowledge
    /// Put it aside until then.
    case shelve(until: Timestamp)
    /// No longer put it aside.
    case unshelve
  }

  /// The alert's id.
  public var alert: String
  /// What they ask.
  public var action: Action
  /// Who they are.
  public var by: String
  /// What they say.
  public var comment: String
  /// When they asked.
  public var at: Timestamp

  /// A command.
  public init(alert: String, action: Action, by: String, comment: String, at: Timestamp) {
    self.alert = alert
    self.action = action
    self.by = by
    self.comment = comment
    self.at = at
  }

  /// The longest time that an alert can be put aside.
  public static let shelvingMax = Duration.seconds(30 * 86_400)
}

/// Why a command was not carried out.
public enum CommandRefusal: Error, Hashable, Sendable {
  /// No alert that lives has this id.
  case unknownAlert
  /// The alert stands in a way in which this makes no sense.
  case notNow(String)
}
