@testable import Core
import Model
import Testing

@Suite struct RecentReadingsTests {
  private func readings(_ count: Int, from second: Int64 = 0) -> [Reading] {
    (0..<Int64(count)).map { Reading(.temperature, 20, at: Timestamp(seconds: second + $0)) }
  }

  /// How many readings of each message are new, one message after the other.
  private func new(_ messages: [[Reading]]) -> [Int] {
    var recent = RecentReadings()
    return messages.map { message in
      recent.expect(message.count)
      return message.count { recent.insert($0) }
    }
  }

  @Test("A reading is known by quantity, time and value")
  func identity() {
    let at = Timestamp(seconds: 100)
    let different = [
      Reading(.temperature, 20, at: at), Reading(.humidity, 20, at: at), Reading(.temperature, 20.5, at: at),
      Reading(.temperature, 20, at: at + .nanoseconds(1)), Reading(.temperature, -20, at: at),
      Reading(.temperature, 0, at: Timestamp(seconds: 0)),
    ]
    #expect(new([different, different.reversed()]) == [6, 0])
    #expect(new([[different[0], different[0]]]) == [1], "also within one message")
  }

  @Test(
    "A message of any size that comes again is known again, also after the next one",
    arguments: [1, 32, 33, 128, 129, 500, 1024])
  func wholeMessages(count: Int) {
    let first = readings(count)
    let second = readings(count, from: 10_000)
    #expect(new([first, first, second, first, second]) == [count, 0, count, 0, 0])
  }

  @Test("A message that repeats a part of the last one brings the rest")
  func overlap() {
    #expect(new([readings(10), readings(10, from: 7)]) == [10, 7])
  }

  @Test("Old readings are forgotten, the oldest first")
  func bound() {
    let capacity = RecentReadings.leastCapacity
    let messages = (0..<1000).map { readings(1, from: Int64($0)) }
    #expect(new(messages + [readings(1, from: 999)]).last == 0)
    #expect(new(messages + [readings(1, from: Int64(1000 - capacity))]).last == 0)
    #expect(new(messages + [readings(1, from: Int64(1000 - capacity - 1))]).last == 1)
  }
}
