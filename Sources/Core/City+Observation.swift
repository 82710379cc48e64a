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
      state.network.start(at: max(at, now))
    }
    advance(to: at, &effects)
    switch observation {
    case .started: break
    case .broker(let name, let isConnected):
      let broker = state.network.index(ofBroker: name)
      state.network.set(isConnected: isConnected, broker: broker)
      // What waited at the broker comes now: silence counts anew.
      if isConnected { resume(at: now) }
    case .overloaded(let name):
      state.network.set(overloadedAt: now, broker: state.network.index(ofBroker: name))
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
