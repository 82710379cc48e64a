import Foundation
import Randomness
import Rings
import Synchronization
import Testing

/// A header whose two halves tell whether it was torn.
private struct Numbered: BitwiseCopyable, Equatable {
  var number: UInt64
  var check: UInt64

  init(number: UInt64) {
    self.number = number
    check = number &* 0x9E37_79B9_7F4A_7C15
  }
}

@Suite struct RingTests {
  @Test func recordsComeOutAsTheyWentIn() {
    var ring = Ring<Numbered>(capacityBytes: 4096)
    let first: [UInt8] = [1, 2, 3]
    let second: [UInt8] = [4, 5]
    let pushed = ring.producer.push(Numbered(number: 7), first.span, second.span)
    #expect(pushed)
    let isHidden = ring.consumer.isEmpty
    #expect(isHidden, "a record is seen only when it is published")
    ring.producer.publish()
    var seen: [(Numbered, [UInt8], [UInt8])] = []
    let count = ring.consumer.read(limit: 10) { header, a, b in
      seen.append((header, copy(a), copy(b)))
    }
    #expect(count == 1)
    #expect(seen[0].0 == Numbered(number: 7))
    #expect(seen[0].1 == first)
    #expect(seen[0].2 == second)
  }

  @Test func aFullRingRefusesAndLosesNothing() {
    var ring = Ring<UInt64>(capacityBytes: 4096)
    let body = [UInt8](repeating: 9, count: 100)
    var pushed: UInt64 = 0
    while ring.producer.push(pushed, body.span) { pushed += 1 }
    #expect(pushed >= 4096 / 136)
    ring.producer.publish()
    var next: UInt64 = 0
    let drained = ring.consumer.read(limit: .max) { header, _, _ in
      #expect(header == next)
      next += 1
    }
    #expect(drained == Int(pushed))
    let fitsTooEarly = ring.producer.push(0, body.span)
    #expect(!fitsTooEarly, "what was read is not yet given back")
    ring.consumer.rewind()
    var again: [UInt64] = []
    _ = ring.consumer.read(limit: 2) { header, _, _ in again.append(header) }
    #expect(again == [0, 1], "what was not given back can be read again")
    ring.consumer.release()
    let fits = ring.producer.push(0, body.span)
    #expect(fits, "what was read is room again")
    #expect(ring.gauge.highWaterBytes > 3900)
  }

  /// Two threads, records of every length, a ring that is always near full: nothing may be lost, torn,
  /// repeated or out of order.
  @Test("What is said to fit does, and so does all that is shorter; what is said not to fit doesn't")
  func whatFits() {
    var random = SeededRandom(seed: 26)
    let body = [UInt8](repeating: 7, count: 3000)
    for _ in 0..<2000 {
      var ring = Ring<UInt64>(capacityBytes: 4096)
      // Somewhere in the ring, and somehow full.
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        _ = ring.producer.push(0, body.span.extracting(0..<Int.random(in: 0...1500, using: &random)))
        ring.producer.publish()
        _ = ring.consumer.read(limit: .random(in: 0...2, using: &random)) { _, _, _ in }
        ring.consumer.release()
      }
      let count = Int.random(in: 0...3000, using: &random)
      let fits = ring.producer.canPush(byteCount: count)
      let shorter = fits ? Int.random(in: 0...count, using: &random) : count
      let isPushed = ring.producer.push(1, body.span.extracting(0..<shorter))
      #expect(isPushed == fits)
    }
  }

  @Test func twoThreadsAgreeOnEveryByte() {
    let total: UInt64 = 300_000
    let ring = Ring<Numbered>(capacityBytes: 16_384)
    var producer = ring.producer
    let reader = Reader(ring.consumer, total: total)
    let thread = Thread { reader.run() }
    thread.start()
    var buffer = [UInt8](repeating: 0, count: 300)
    let tail: [UInt8] = [0, 1, 2, 3, 4, 5, 6]
    for number in 0..<total {
      let length = Int(number % 300)
      for index in 0..<length { buffer[index] = UInt8(truncatingIfNeeded: number &+ UInt64(index)) }
      let header = Numbered(number: number)
      var isPushed = false
      while !isPushed {
        isPushed = producer.push(
          header, buffer.span.extracting(0..<length), tail.span.extracting(0..<Int(number % 7)))
        if !isPushed { producer.publish() }
      }
      if number % 3 == 0 { producer.publish() }
    }
    producer.publish()
    reader.finished.wait()
    #expect(reader.wrongRecords.load(ordering: .acquiring) == 0)
  }

  @Test func aDoorbellRungBeforeSleepIsHeard() throws {
    let bell = try Doorbell()
    bell.prepareToSleep()
    bell.ring()
    var descriptor = pollfd(fd: bell.fileDescriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&descriptor, 1, 0) == 1)
    bell.wakeUp()
    #expect(poll(&descriptor, 1, 0) == 0, "awake again: the bell is silent")
    bell.ring()
    #expect(poll(&descriptor, 1, 0) == 0, "nobody sleeps: no system call")
  }

  @Test func whoHasPatienceIsWokenByTheLastPiece() throws {
    let bell = try Doorbell()
    func isRung() -> Bool {
      var descriptor = pollfd(fd: bell.fileDescriptor, events: Int16(POLLIN), revents: 0)
      return poll(&descriptor, 1, 0) == 1
    }
    bell.prepareToSleep(untilPieces: 4)
    bell.ring(pieces: 2)
    bell.ring(pieces: 1)
    #expect(!isRung())
    bell.ring(pieces: 1)
    #expect(isRung())
    bell.wakeUp()
    bell.prepareToSleep(untilPieces: 4)
    bell.ring()
    #expect(isRung(), "no patience lasts so long")
    bell.wakeUp()
    bell.prepareToSleep()
    bell.ring(pieces: 1)
    #expect(isRung(), "who says nothing has none")
  }

  @Test("A bell that is rung when its waiter is awake again wakes it once more, not for ever")
  func rungTooLate() throws {
    let bell = try Doorbell()
    var rings: UInt64 = 1
    #expect(write(bell.fileDescriptor, &rings, 8) == 8)
    bell.wait(timeoutMilliseconds: 0, untilPieces: 4) { false }
    var descriptor = pollfd(fd: bell.fileDescriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&descriptor, 1, 0) == 0)
  }
}

/// Reads on a thread of its own and counts what is not as it was written.
private final class Reader: Sendable {
  let wrongRecords = Atomic<Int>(0)
  let finished = DispatchSemaphore(value: 0)
  private let end: Mutex<Ring<Numbered>.Consumer?>
  private let total: UInt64

  init(_ consumer: consuming Ring<Numbered>.Consumer, total: UInt64) {
    end = Mutex(consumer)
    self.total = total
  }

  func run() {
    guard var consumer = end.withLock({ $0.take() }) else { return }
    var next: UInt64 = 0
    while next < total {
      _ = consumer.read(limit: 64) { header, first, second in
        var isRight = header == Numbered(number: next)
        isRight = isRight && first.count == Int(next % 300) && second.count == Int(next % 7)
        for index in first.indices where first[index] != UInt8(truncatingIfNeeded: next &+ UInt64(index)) {
          isRight = false
        }
        if !isRight { wrongRecords.add(1, ordering: .relaxed) }
        next += 1
      }
      consumer.release()
    }
    finished.signal()
  }
}

private func copy(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
