public import Core
public import Model

extension OtherGateways {
  /// The keys as the history holds them, eight bytes each, the lowest first.
  /// - Returns: how many bytes there are.
  func write(to bytes: inout InlineArray<24, UInt8>) -> Int {
    var count = 0
    forEach { key in
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes[count] = UInt8(truncatingIfNeeded: key >> UInt64(shift))
        count += 1
      }
    }
    return count
  }

  /// The keys out of the history.
  init(history bytes: [UInt8]) {
    self.init()
    for start in stride(from: 0, to: bytes.count - 7, by: 8) {
      append((0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) })
    }
  }
}

/// What the daemon saw of its surroundings, as it goes to the history.
public struct ObservationRecord: JSONRecord, Hashable, Sendable {
  let kind: String
  /// The broker's URL; empty when it is about the daemon.
  let subject: String
  let at: Int64

  /// The record of `observation`.
  public init(_ observation: Observation, at: Timestamp) {
    switch observation {
    case .started: (kind, subject) = ("started", "")
    case .broker(let name, true): (kind, subject) = ("connected", name)
    case .broker(let name, false): (kind, subject) = ("disconnected", name)
    case .overloaded(let name): (kind, subject) = ("overloaded", name)
    }
    self.at = at.nanoseconds
  }

  init(kind: String, subject: String, at: Int64) {
    self.kind = kind
    self.subject = subject
    self.at = at
  }

  /// The observation again; `nil` when a newer version wrote a kind that this one doesn't know.
  var observation: Observation? {
    switch kind {
    case "started": .started
    case "connected": .broker(subject, isConnected: true)
    case "disconnected": .broker(subject, isConnected: false)
    case "overloaded": .overloaded(broker: subject)
    default: nil
    }
  }
}
