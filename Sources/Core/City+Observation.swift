public import Model

/// What the daemon sees of its surroundings, beside messages: part of the history like them, so that a replay
/// knows when nobody could be heard.
public enum Observation: Hashable, Sendable {
  /// The daemon has started and listens.
  case started
  /// A broker is connected, or is no longer.
  case broker(String, isConnected: Bool)
  /// A broker had to wait, since messages came faster than they could be taken.
  case overloaded(broker: String)
}

extension City {
  /// Takes note of what the daemon saw at `at`.
  public mutating func apply(_ observation: Observation, at: Timestamp, _ effects: inout Effects) {
    if observation == .started {
      // Before time passes: nobody listened until now, so that nobody's silence until now means anything.
      resume(at: max(at, now))
    }
    advance(to: at, &effects)
    switch observation {
    case .started: break
    case .broker(let name, let isConnected):
      // The configuration may name others than it did when this was seen.
      guard let broker = state.network.broker(named: name) else { return }
      // What waited at the broker comes now: the silence of what is behind it counts anew.
      state.network.set(isConnected: isConnected, broker: broker, now: now)
      if isConnected { setSilenceTimers() }
    case .overloaded(let name):
      guard let broker = state.network.broker(named: name) else { return }
      state.network.set(overloadedAt: now, broker: broker)
    }
    let cause = "\(observation)"
    rules.networkChanged(.clock(now, notedAt: now, cause: cause), state, &effects)
  }
}

extension Observation: CustomStringConvertible {
  /// For people.
  public var description: String {
    switch self {
    case .started: "the daemon has started"
    case .broker(let name, true): "connected to \(name)"
    case .broker(let name, false): "the connection to \(name) is lost"
    case .overloaded(let name): "messages of \(name) came faster than they could be taken"
    }
  }
}
