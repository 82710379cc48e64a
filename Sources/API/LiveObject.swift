import Synchronization

/// Something that those who watch get as JSON, which is written when the first of them asks: nearly all of it is
/// forgotten unread, and whoever it comes from has better things to do.
public final class LiveObject: Sendable {
  private enum State: Sendable {
    case object(any Encodable & Sendable)
    case json([UInt8])
  }

  private let state: Mutex<State>

  /// Something that nobody has asked for yet.
  public init(_ object: any Encodable & Sendable) { state = Mutex(.object(object)) }

  var json: [UInt8] {
    state.withLock { state in
      switch state {
      case .json(let json): return json
      case .object(let object):
        let json = Array(jsonText(object))
        state = .json(json)
        return json
      }
    }
  }
}
