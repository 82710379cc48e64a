import CLinux
import Glibc
import Synchronization

/// Wakes a thread that ran out of work: an eventfd, rung only when somebody sleeps.
///
/// The waiter says that it is about to sleep, looks once more for work, and only then sleeps; whoever brings
/// work publishes it and then looks whether somebody sleeps. Sequentially consistent fences between the two
/// steps on both sides make it impossible that both look too early. While the waiter is busy a ring costs a
/// fence and a load, no system call.
///
/// A waiter who is in no hurry may let some pieces of work come before it is woken: then they cost as little.
public final class Doorbell: Sendable {
  /// Becomes readable when the bell was rung: for a thread that polls other descriptors as well.
  public let fileDescriptor: CInt
  /// After how many more pieces of work the waiter is to be woken; 0 while it is awake, or is being woken.
  private let patience = Atomic<Int>(0)

  /// A doorbell.
  /// - Throws: the reason when the system has no descriptor left.
  public init() throws(DoorbellError) {
    fileDescriptor = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
    if fileDescriptor < 0 { throw DoorbellError(code: errno) }
  }

  deinit { close(fileDescriptor) }

  /// Tells the waiter that there is work, which was published before.
  /// - Parameter pieces: how many, at least 1; by itself so many that no patience is left.
  public func ring(pieces: Int = .max) {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    var left = patience.load(ordering: .relaxed)
    while left > 0 {
      let rest = max(0, left - pieces)
      let (isDone, found) = patience.compareExchange(expected: left, desired: rest, ordering: .relaxed)
      if isDone {
        if rest == 0 { eventfd_write(fileDescriptor, 1) }
        return
      }
      left = found
    }
  }

  /// The waiter is about to sleep. Look for work once more after this, then sleep, and call ``wakeUp(isRung:)``.
  /// - Parameter pieces: how many pieces of work may come until it is woken, that one included.
  public func prepareToSleep(untilPieces pieces: Int = 1) {
    patience.store(max(1, pieces), ordering: .relaxed)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }

  /// The waiter is awake again: takes back ``prepareToSleep(untilPieces:)`` and silences the bell.
  /// - Parameter isRung: whether the descriptor was found readable.
  public func wakeUp(isRung: Bool = false) {
    if patience.exchange(0, ordering: .relaxed) > 0, !isRung { return }
    // Somebody rang, or is about to: then the next sleep is a short one, and finds the bell rung.
    var count: eventfd_t = 0
    unsafe eventfd_read(fileDescriptor, &count)
  }

  /// Sleeps until the bell is rung for so many `pieces` of work or `timeoutMilliseconds` have passed; not at all if
  /// `hasWork`, which is looked at once after the waiter has said that it sleeps.
  public func wait(timeoutMilliseconds: Int, untilPieces pieces: Int = 1, unless hasWork: () -> Bool) {
    prepareToSleep(untilPieces: pieces)
    if hasWork() { return wakeUp() }
    var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&descriptor, 1, CInt(timeoutMilliseconds))
    wakeUp(isRung: descriptor.revents != 0)
  }
}

/// The system refused a doorbell.
public struct DoorbellError: Error, Sendable {
  /// The `errno`.
  public let code: CInt
}
