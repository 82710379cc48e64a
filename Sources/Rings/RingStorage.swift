public import Synchronization

/// The memory of a ring: the records, and the two positions on cache lines of their own.
///
/// **Why this is sound.** The memory is allocated once, outlives both ends (each holds a reference) and is
/// freed when the last end goes. Positions run freely and never wrap in practice (2^63 bytes); an offset is
/// `position & mask`. Only the producer writes `tail` and the bytes in `head + capacity > position >= tail`;
/// only the consumer writes `head` and reads the bytes in `tail > position >= head`. The two ranges never
/// overlap: the producer loads `head` with acquire before it reuses bytes that the consumer gave back with a
/// release store; the consumer loads `tail` with acquire before it reads bytes that the producer published
/// with a release store. So there is no access to one byte from both sides without a happens-before edge,
/// which is all that `@unchecked Sendable` promises here. That each side has only one owner is the ends'
/// job: they cannot be copied.
@safe @usableFromInline
final class RingStorage: @unchecked Sendable {
  /// Bytes between two things that different cores write: two lines, since x86 fetches them in pairs.
  @usableFromInline static let lineBytes = 128

  @usableFromInline let bytes: UnsafeMutablePointer<UInt8>
  @usableFromInline let capacityBytes: Int
  @usableFromInline let mask: Int
  /// What the producer has published: written by the producer alone.
  @usableFromInline let tail: UnsafeMutablePointer<Atomic<Int>>
  /// What the consumer has given back: written by the consumer alone.
  @usableFromInline let head: UnsafeMutablePointer<Atomic<Int>>
  /// The most bytes that were ever in use: written by the producer alone.
  @usableFromInline let highWater: UnsafeMutablePointer<Atomic<Int>>
  private let control: UnsafeMutableRawPointer

  init(capacityBytes: Int) {
    precondition(
      capacityBytes >= 4096 && capacityBytes & (capacityBytes - 1) == 0,
      "a ring's capacity is a power of two, at least 4096 bytes")
    self.capacityBytes = capacityBytes
    self.mask = capacityBytes - 1
    unsafe bytes = .allocate(capacity: capacityBytes)
    unsafe control = .allocate(byteCount: 3 * Self.lineBytes, alignment: Self.lineBytes)
    unsafe tail = control.bindMemory(to: Atomic<Int>.self, capacity: 1)
    unsafe head = (control + Self.lineBytes).bindMemory(to: Atomic<Int>.self, capacity: 1)
    unsafe highWater = (control + 2 * Self.lineBytes).bindMemory(to: Atomic<Int>.self, capacity: 1)
    unsafe tail.initialize(to: Atomic(0))
    unsafe head.initialize(to: Atomic(0))
    unsafe highWater.initialize(to: Atomic(0))
  }

  deinit {
    unsafe bytes.deallocate()
    unsafe control.deallocate()
  }
}

/// The sizes in front of each record.
@usableFromInline
struct RecordSizes: BitwiseCopyable {
  /// Bytes of the whole record with these sizes and the padding; ``wrap`` says "go on at offset 0".
  @usableFromInline var record: UInt32
  @usableFromInline var first: UInt32
  @usableFromInline var second: UInt32
  @usableFromInline var reserved: UInt32 = 0

  @usableFromInline static let wrap = UInt32.max
  @usableFromInline static let size = 16

  @inlinable init(record: UInt32, first: UInt32, second: UInt32) {
    self.record = record
    self.first = first
    self.second = second
  }
}
