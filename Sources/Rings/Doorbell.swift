import CLinux
import Glibc
import Synchronization

/// Wakes a thread that ran out of work: an eventfd, rung only when somebody sleeps.
///
/// The waiter says that it is about to sleep, looks once more for work, and only then sleeps; whoever brings
/// work publishes it and then looks whether somebody sleeps. Sequentially consistent fences between the two
/// steps on both sides make it impossible that both look too early. While the waiter is busy a ring costs a
/// fence and a load, no system call.
public final class Doorbell: Sendable {
  /// Becomes readable when the bell was rung: for a thread that polls other descriptors as well.
  public let fileDescriptor: CInt
  private let isAsleep = Atomic<Bool>(false)

  /// A doorbell.
  /// - Throws: the reason when the system has no descriptor left.
  public init() throws(DoorbellError) {
    fileDescriptor = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
    if fileDescriptor < 0 { throw DoorbellError(code: errno) }
  }

  deinit { close(fileDescriptor) }

  /// Tells the waiter that there is work, which was published before.
  public func ring() {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    guard isAsleep.load(ordering: .relaxed), isAsleep.exchange(false, ordering: .relaxed) else { return }
    eventfd_write(fileDescriptor, 1)
  }

  /// The waiter is about to sleep. Look for work once more after this, then sleep or call ``wakeUp()``.
  public func prepareToSleep() {
    isAsleep.store(true, ordering: .relaxed)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }

  /// The waiter is awake again: takes back ``prepareToSleep()`` and silences the bell.
  public func wakeUp() {
    if isAsleep.exchange(false, ordering: .relaxed) { return }
    // Somebody rang, or is about to: then the next sleep is a short one.
    var count: eventfd_t = 0
    unsafe eventfd_read(fileDescriptor, &count)
  }

  /// Sleeps until the bell is rung or `timeoutMilliseconds` have passed; not at all if `hasWork`, which is
  /// looked at once after the waiter has said that it sleeps.
  public func wait(timeoutMilliseconds: Int, unless hasWork: () -> Bool) {
    prepareToSleep()
    defer { wakeUp() }
    if hasWork() { return }
    var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&descriptor, 1, CInt(timeoutMilliseconds))
  }
}

/// The system refused a doorbell.
public struct DoorbellError: Error, Sendable {
  /// The `errno`.
  public let code: CInt
}
