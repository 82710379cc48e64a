import Dispatch
import Synchronization

/// Makes batches on a thread of its own while the one before is used: a large registry takes as long to read as to join.
final class ReadAhead<Batch: Sendable>: Sendable {
  private let batches = Mutex<[Batch]>([])
  private let filled = DispatchSemaphore(value: 0)
  private let room = DispatchSemaphore(value: 4)

  private init() {}

  /// Uses each batch that `make` puts, in order, on the caller's thread.
  static func run(
    _ make: @escaping @Sendable (_ put: (Batch) -> Void) -> Void, each use: (Batch) -> Void
  ) {
    let queue = ReadAhead()
    DispatchQueue.global().async {
      make(queue.put)
      // With nothing in it: the end.
      queue.filled.signal()
    }
    while let batch = queue.take() { use(batch) }
  }

  private func put(_ batch: Batch) {
    room.wait()
    batches.withLock { $0.append(batch) }
    filled.signal()
  }

  private func take() -> Batch? {
    filled.wait()
    defer { room.signal() }
    return batches.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
