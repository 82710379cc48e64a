@testable import Core
import Model
import Randomness
import Testing

@Suite struct TimerQueueTests {
  @Test("As a sorted array does it, and the first of equals first")
  func againstAnArray() {
    var random = SeededRandom(seed: 4)
    for round in 0..<50 {
      // Every other one comes to the end of its numbers.
      var queue = TimerQueue<Int>(order: round % 2 == 0 ? 0 : .max - 100)
      var array: [(deadline: Timestamp, payload: Int)] = []
      for number in 0..<400 {
        if Bool.random(using: &random) {
          let deadline = Timestamp(seconds: .random(in: 0...40, using: &random))
          queue.insert(number, at: deadline)
          let place = array.firstIndex { $0.deadline > deadline } ?? array.endIndex
          array.insert((deadline, number), at: place)
        } else {
          let now = Timestamp(seconds: .random(in: -1...45, using: &random))
          let expected = array.first.flatMap { $0.deadline <= now ? array.removeFirst() : nil }
          let next = queue.next(until: now)
          #expect(next?.deadline == expected?.deadline)
          #expect(next?.payload == expected?.payload)
        }
        #expect(queue.count == array.count)
      }
    }
  }

  @Test func aDeadlineIsDueAtItsOwnTime() {
    var queue = TimerQueue<Int>()
    queue.insert(1, at: Timestamp(nanoseconds: 10))
    queue.insert(2, at: .distantFuture)
    let due = [9, 10, 11].map { queue.next(until: Timestamp(nanoseconds: $0))?.payload }
    #expect(due == [nil, 1, nil])
  }
}
