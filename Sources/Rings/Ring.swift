public import Synchronization

/// A bounded, lock-free queue between two threads, for records of a fixed header and two runs of bytes.
///
/// One thread owns the ``Producer``, another the ``Consumer``: neither end can be copied, so a second
/// producer does not compile. Records are published and given back in batches, with one atomic store each.
/// Nothing is allocated after the ring is made. A record that does not fit is refused, never dropped: what a
/// full ring means is for its owner to say.
@frozen
public struct Ring<Header: BitwiseCopyable>: ~Copyable, Sendable {
  /// The end that writes.
  public var producer: Producer
  /// The end that reads.
  public var consumer: Consumer
  /// How full the ring is.
  public let gauge: RingGauge

  /// A ring of `capacityBytes`, a power of two and at least 4096.
  public init(capacityBytes: Int) {
    let storage = RingStorage(capacityBytes: capacityBytes)
    producer = Producer(storage: storage)
    consumer = Consumer(storage: storage)
    gauge = RingGauge(storage: storage)
  }

  /// The writing end: owned by one thread.
  @frozen
  public struct Producer: ~Copyable, Sendable {
    @usableFromInline let storage: RingStorage
    @usableFromInline var tail = 0
    @usableFromInline var published = 0
    /// The consumer's position when last looked at: most pushes need not touch the consumer's cache line.
    @usableFromInline var knownHead = 0

    @usableFromInline init(storage: RingStorage) { self.storage = storage }

    /// Writes one record behind the others; the consumer sees it after ``publish()``.
    /// - Returns: false when there is no room now; nothing was written.
    @inlinable
    public mutating func push(
      _ header: Header, _ first: Span<UInt8> = Span(), _ second: Span<UInt8> = Span()
    ) -> Bool {
      let length = Self.recordBytes(first.count, second.count)
      var offset = tail & storage.mask
      // A record lies in one piece: what is too short at the end is skipped.
      let rest = storage.capacityBytes &- offset
      let skip = rest < length ? rest : 0
      guard hasRoom(for: length &+ skip) else { return false }
      if skip > 0 {
        unsafe storage.at(offset).storeBytes(of: RecordSizes.wrap, as: UInt32.self)
        tail += skip
        offset = 0
      }
      let sizes = RecordSizes(
        record: UInt32(length), first: UInt32(first.count), second: UInt32(second.count))
      var target = unsafe storage.at(offset)
      unsafe target.storeBytes(of: sizes, as: RecordSizes.self)
      unsafe target += RecordSizes.size
      unsafe target.storeBytes(of: header, as: Header.self)
      unsafe target += MemoryLayout<Header>.size
      unsafe first.withUnsafeBytes { unsafe target.copy(from: $0) }
      unsafe target += first.count
      unsafe second.withUnsafeBytes { unsafe target.copy(from: $0) }
      tail &+= length
      return true
    }

    /// Shows the consumer everything that was pushed.
    @inlinable
    public mutating func publish() {
      guard tail != published else { return }
      published = tail
      unsafe storage.tail.pointee.store(tail, ordering: .releasing)
      let used = tail - knownHead
      let highest = unsafe storage.highWater.pointee.load(ordering: .relaxed)
      if used > highest { noteHighWater() }
    }

    /// Whether a record with `byteCount` bytes behind its header, or fewer, could be pushed now.
    @inlinable
    public mutating func canPush(byteCount: Int) -> Bool {
      let length = Self.recordBytes(byteCount, 0)
      // A shorter one may still fit before the end, where this one leaves it out.
      let rest = storage.capacityBytes &- (tail & storage.mask)
      return hasRoom(for: rest < length ? rest &+ length : length)
    }

    @inlinable
    mutating func hasRoom(for length: Int) -> Bool {
      // The head is never beyond the tail, nor further behind it than the capacity: nothing here overflows.
      if storage.capacityBytes &- (tail &- knownHead) >= length { return true }
      knownHead = unsafe storage.head.pointee.load(ordering: .acquiring)
      return storage.capacityBytes &- (tail &- knownHead) >= length
    }

    /// The known head may be old, so the true use is looked at before a new record is claimed.
    @usableFromInline
    mutating func noteHighWater() {
      knownHead = unsafe storage.head.pointee.load(ordering: .acquiring)
      let used = tail - knownHead
      let highest = unsafe storage.highWater.pointee.load(ordering: .relaxed)
      if used > highest {
        unsafe storage.highWater.pointee.store(used, ordering: .relaxed)
      }
    }

    @inlinable
    static func recordBytes(_ first: Int, _ second: Int) -> Int {
      (RecordSizes.size &+ MemoryLayout<Header>.size &+ first &+ second &+ 7) & ~7
    }
  }

  /// The reading end: owned by one thread.
  @frozen
  public struct Consumer: ~Copyable, Sendable {
    @usableFromInline let storage: RingStorage
    /// The next record to read, and the first that the producer may not overwrite yet.
    @usableFromInline var head = 0
    @usableFromInline var released = 0
    @usableFromInline var knownTail = 0

    @usableFromInline init(storage: RingStorage) { self.storage = storage }

    /// Whether there is nothing to read now.
    @inlinable
    public var isEmpty: Bool {
      mutating get {
        if head != knownTail { return false }
        knownTail = unsafe storage.tail.pointee.load(ordering: .acquiring)
        return head == knownTail
      }
    }

    /// Reads what is there, in order; ``release()`` then gives it back.
    /// - Parameters:
    ///   - limit: the most records to read.
    ///   - body: called for each record; its bytes lie in the ring and are gone after the call.
    /// - Returns: how many records were read.
    @inlinable
    public mutating func read(
      limit: Int, _ body: (_ header: Header, _ first: Span<UInt8>, _ second: Span<UInt8>) -> Void
    ) -> Int {
      guard !isEmpty else { return 0 }
      var count = 0
      while count < limit, head != knownTail {
        let offset = head & storage.mask
        var source = UnsafeRawPointer(unsafe storage.at(offset))
        if unsafe source.load(as: UInt32.self) == RecordSizes.wrap {
          head += storage.capacityBytes - offset
          continue
        }
        let sizes = unsafe source.load(as: RecordSizes.self)
        unsafe source += RecordSizes.size
        let header = unsafe source.loadUnaligned(as: Header.self)
        unsafe source += MemoryLayout<Header>.size
        let first = unsafe storage.bytes(at: source, count: Int(sizes.first))
        let second = unsafe storage.bytes(at: source + Int(sizes.first), count: Int(sizes.second))
        body(header, unsafe first.span, unsafe second.span)
        head += Int(sizes.record)
        count += 1
      }
      return count
    }

    /// Gives back everything that was read: the producer may use its room again.
    @inlinable
    public mutating func release() {
      guard head != released else { return }
      released = head
      unsafe storage.head.pointee.store(head, ordering: .releasing)
    }

    /// Goes back to what was read and not released: the next ``read(limit:_:)`` reads it again.
    @inlinable
    public mutating func rewind() { head = released }
  }
}

/// How full a ring is: a view for status pages, from any thread.
public struct RingGauge: Sendable {
  @usableFromInline let storage: RingStorage

  /// The ring's size.
  public var capacityBytes: Int { storage.capacityBytes }
  /// Bytes in use now.
  public var usedBytes: Int {
    let head = unsafe storage.head.pointee.load(ordering: .acquiring)
    return max(0, unsafe storage.tail.pointee.load(ordering: .acquiring) - head)
  }
  /// The most bytes that were in use when a batch was published.
  public var highWaterBytes: Int { unsafe storage.highWater.pointee.load(ordering: .relaxed) }
}

extension RingStorage {
  @inlinable @unsafe
  func at(_ offset: Int) -> UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(bytes + offset) }

  @inlinable @unsafe
  func bytes(at pointer: UnsafeRawPointer, count: Int) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: pointer.assumingMemoryBound(to: UInt8.self), count: count)
  }
}

extension UnsafeMutableRawPointer {
  @inlinable @unsafe
  func copy(from source: UnsafeRawBufferPointer) {
    if let base = source.baseAddress { unsafe copyMemory(from: base, byteCount: source.count) }
  }
}
