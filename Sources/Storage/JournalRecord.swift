public import Core
public import Model

/// What stands in front of the bytes of each record for the journal.
public struct JournalHeader: BitwiseCopyable, Sendable {
  enum Kind: UInt8, BitwiseCopyable {
    /// An accepted uplink; its readings follow as a ``ReadingBlob``.
    case uplink
    /// A step of an alert; a ``TransitionRecord`` follows.
    case transition
    /// A message that could not be used; topic and payload follow.
    case quarantine
    /// Everything of a receiver up to a sequence has been handed over.
    case progress
  }

  var kind: Kind
  var rejection: UInt8 = 0
  var receiver: UInt8 = 0
  var sequence: UInt64 = 0
  var readings: Int32 = 0
  var device: Int32 = 0
  var asset: Int32 = 0
  /// Arrival of the message, or how far the city has come.
  var at: Timestamp
  var uplink = Uplink(device: DeviceKey(value: 0), receivedAt: .distantPast)

  private init(_ kind: Kind, at: Timestamp) {
    self.kind = kind
    self.at = at
  }

  /// An accepted uplink with so many readings; `device` and `asset` are the history's numbers.
  public static func uplink(
    _ uplink: Uplink, device: Int32, asset: Int32, readings: Int, arrivedAt: Timestamp
  ) -> JournalHeader {
    var header = JournalHeader(.uplink, at: arrivedAt)
    header.uplink = uplink
    header.device = device
    header.asset = asset
    header.readings = Int32(clamping: readings)
    return header
  }

  /// A step of an alert.
  public static func transition(at: Timestamp) -> JournalHeader { JournalHeader(.transition, at: at) }

  /// A message that could not be used.
  public static func quarantine(_ reason: Rejection, arrivedAt: Timestamp) -> JournalHeader {
    var header = JournalHeader(.quarantine, at: arrivedAt)
    header.rejection = UInt8(Rejection.allCases.firstIndex(of: reason) ?? 0)
    return header
  }

  /// Everything of `receiver` up to `sequence` has been handed over; the city has come to `now`.
  public static func progress(receiver: Int, sequence: UInt64, now: Timestamp) -> JournalHeader {
    var header = JournalHeader(.progress, at: now)
    header.receiver = UInt8(clamping: receiver)
    header.sequence = sequence
    return header
  }
}

/// A step of an alert as it goes to the history: names instead of indexes, since those change with the
/// configuration.
public struct TransitionRecord: Codable, Hashable, Sendable {
  var alert: String
  var rule: String
  var asset: String
  var severity: String
  var from: String
  var state: String
  var summary: String
  var value: Double?
  var since: Int64
  var at: Int64
  var notedAt: Int64

  /// The record of `transition`.
  public init(_ transition: Transition, rule: RuleDefinition, asset: Asset) {
    alert = transition.alert.id
    self.rule = rule.name
    self.asset = asset.id
    severity = rule.severity.rawValue
    from = transition.from.rawValue
    state = transition.alert.state.rawValue
    summary = transition.alert.summary
    value = transition.alert.value
    since = transition.alert.since.nanoseconds
    at = transition.at.nanoseconds
    notedAt = transition.notedAt.nanoseconds
  }
}
