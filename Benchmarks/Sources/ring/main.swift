import Dispatch
import Foundation
import Rings

/// What is moved: it is made of a number, and gives it back.
protocol Numbered: BitwiseCopyable, Sendable {
  init(number: UInt64)
  var number: UInt64 { get }
}

extension UInt64: Numbered {
  init(number: UInt64) { self = number }
  var number: UInt64 { self }
}

/// 64 bytes, as an event of the city.
struct Event: Numbered {
  var words: InlineArray<8, UInt64>
  init(number: UInt64) { words = [number, 1, 2, 3, 4, 5, 6, 7] }
  var number: UInt64 { words[0] }
}

/// Moves `count` records from this thread to another in batches of 256, and says how many a millisecond.
func measure<Header: Numbered>(_ name: String, count: Int, _: Header.Type) {
  let ring = Ring<Header>(capacityBytes: 1 << 20)
  var producer = ring.producer
  nonisolated(unsafe) var end: Ring<Header>.Consumer? = ring.consumer
  let finished = DispatchSemaphore(value: 0)
  nonisolated(unsafe) var sum: UInt64 = 0
  let thread = Thread {
    guard var consumer = end.take() else { return }
    var (left, own) = (count, UInt64(0))
    while left > 0 {
      left -= consumer.read(limit: .max) { header, _, _ in own &+= header.number }
      consumer.release()
    }
    sum = own
    finished.signal()
  }
  let start = ContinuousClock.now
  thread.start()
  for value in 0..<UInt64(count) {
    while !producer.push(Header(number: value)) { producer.publish() }
    if value & 255 == 255 { producer.publish() }
  }
  producer.publish()
  finished.wait()
  let elapsed = ContinuousClock.now - start
  let milliseconds = Double(elapsed.components.attoseconds) / 1e15 + Double(elapsed.components.seconds) * 1e3
  precondition(sum == UInt64(count) * UInt64(count - 1) / 2, "the ring lost something")
  print("\(name) \(Int(Double(count) / milliseconds))")
}

measure("8", count: 20_000_000, UInt64.self)
measure("64", count: 10_000_000, Event.self)
