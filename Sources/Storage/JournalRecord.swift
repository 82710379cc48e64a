import Core
public import Model
import Rings

/// What stands in front of the bytes of each record for the journal.
public struct JournalHeader: BitwiseCopyable, Sendable {
  enum Kind: UInt8, BitwiseCopyable {
    /// An accepted uplink; its readings follow as a ``ReadingBlob``.
    case uplink
    /// A step of an alert; a ``TransitionRecord`` follows, and for the outbox the alert after the step, if
    /// somebody may have to be told.
    case transition
    /// What a person asked; a ``CommandRecord`` follows.
    case command
    /// What the daemon saw; an ``ObservationRecord`` follows.
    case observation
    /// A value of an indicator; an ``IndicatorRecord`` follows.
    case indicator
    /// What a person entered; an ``EntryRecord`` follows.
    case entry
    /// A message that could not be used; topic and payload follow.
    case quarantine
    /// Everything of a receiver up to a sequence has been handed over.
    case progress

    /// Whether somebody waits for it, or may have seen it: what a person or the network's state changed can't be worked
    /// out from the messages that follow.
    var isUrgent: Bool {
      switch self {
      case .transition, .command, .entry, .observation: true
      case .uplink, .indicator, .quarantine, .progress: false
      }
    }
  }

  var kind: Kind
  var rejection: UInt8 = 0
  var receiver: UInt8 = 0
  var sequence: UInt64 = 0
  var readings: Int32 = 0
  var device: Int32 = 0
  var asset: Int32 = 0
  var broker: Int32 = 0
  /// Arrival of the message, or how far the city has come.
  var at: Timestamp
  var uplink = Uplink(device: DeviceKey(value: 0), receivedAt: .distantPast)

  /// How many pieces of work it is for who wakes the journal: none that counts, a message, or as many as the journal ever
  /// waits for, where nobody may wait.
  public var weight: Int { kind.isUrgent ? Ration.full : kind == .progress ? 0 : 1 }

  private init(_ kind: Kind, at: Timestamp) {
    self.kind = kind
    self.at = at
  }

  /// An accepted uplink with so many readings; `device`, `asset` and `broker` are the history's numbers, 0 for a broker that
  /// nobody knows.
  public static func uplink(
    _ uplink: Uplink, device: Int32, asset: Int32, broker: Int32 = 0, readings: Int, arrivedAt: Timestamp
  ) -> JournalHeader {
    var header = JournalHeader(.uplink, at: arrivedAt)
    header.uplink = uplink
    header.device = device
    header.asset = asset
    header.broker = broker
    header.readings = Int32(clamping: readings)
    return header
  }

  /// A step of an alert.
  public static func transition(at: Timestamp) -> JournalHeader { JournalHeader(.transition, at: at) }

  /// What a person asked.
  public static func command(at: Timestamp) -> JournalHeader { JournalHeader(.command, at: at) }

  /// What the daemon saw.
  public static func observation(at: Timestamp) -> JournalHeader { JournalHeader(.observation, at: at) }

  /// A value of an indicator, noted when the city had come to `at`.
  public static func indicator(at: Timestamp) -> JournalHeader { JournalHeader(.indicator, at: at) }

  /// What a person entered.
  public static func entry(at: Timestamp) -> JournalHeader { JournalHeader(.entry, at: at) }

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
