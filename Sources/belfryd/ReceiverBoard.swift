import Synchronization
import Wire

/// How it stands with each of those who are told, for the API: safe to ask from any thread.
final class ReceiverBoard: Sendable {
  private let entries: Mutex<[Status.Receiver]>

  init(_ names: [String]) { entries = Mutex(names.map { Status.Receiver(receiver: $0) }) }

  /// All of them, in the order of the configuration.
  var all: [Status.Receiver] { entries.withLock { $0 } }

  subscript(index: Int) -> Status.Receiver { entries.withLock { $0[index] } }

  func set(_ index: Int, _ change: (inout Status.Receiver) -> Void) {
    entries.withLock { change(&$0[index]) }
  }
}
