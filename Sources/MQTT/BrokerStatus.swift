public import Model
import Synchronization

/// How it stands with one broker: written by its receiver, read by anybody.
public final class BrokerStatus: Sendable {
  /// What is known at one moment.
  public struct Snapshot: Sendable {
    /// Whether the broker has accepted us.
    public var isConnected = false
    /// Since when the connection is up, or down; `nil` before the first attempt ended.
    public var since: Timestamp?
    /// How often the connection was made again.
    public var reconnects = 0
    /// Why it is down.
    public var reason: String?
    /// How often the broker had to wait for longer than a moment, since we could take no more.
    public var stalls = 0
    /// Topic filters that the broker refused.
    public var refusedSubscriptions = 0

    /// What is wrong, for people; `nil` when nothing is.
    public var problem: String? {
      if let reason { return reason }
      return refusedSubscriptions > 0 ? "\(refusedSubscriptions) of its subscriptions were refused" : nil
    }
  }

  /// The broker's URL, without secrets.
  public let url: String
  private let state = Mutex(Snapshot())

  /// A broker that was not tried yet.
  public init(url: String) { self.url = url }

  /// What is known now.
  public var snapshot: Snapshot { state.withLock { $0 } }

  func connected(at now: Timestamp) {
    state.withLock { state in
      if state.since != nil { state.reconnects += 1 }
      state.isConnected = true
      state.since = now
      state.reason = nil
      state.refusedSubscriptions = 0
    }
  }

  func disconnected(_ reason: String, at now: Timestamp) {
    state.withLock { state in
      if state.isConnected || state.since == nil { state.since = now }
      state.isConnected = false
      state.reason = reason
    }
  }

  func stalled() { state.withLock { $0.stalls += 1 } }

  func refusedSubscription() { state.withLock { $0.refusedSubscriptions += 1 } }
}
