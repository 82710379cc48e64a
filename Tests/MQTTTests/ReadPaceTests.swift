import Rings
import Testing

@testable import MQTT

@Suite struct ReadPaceTests {
  private static let second: Int64 = 1_000_000_000

  /// Reads what comes at these times, if all else takes no time.
  /// - Returns: when something was read, and how long each message waited.
  private func read(_ times: [Int64], with pace: inout ReadPace) -> (reads: [Int64], waits: [Int64]) {
    var reads: [Int64] = []
    var waits: [Int64] = []
    var next = 0
    while next < times.count {
      var now = times[next]
      now += pace.pause(at: now)
      let came = times[next...].prefix { $0 <= now }
      waits += came.map { now - $0 }
      reads.append(now)
      pace.noteRead(came.count, at: now)
      next += came.count
    }
    return (reads, waits)
  }

  private func steady(_ perSecond: Int64, seconds: Int64, from start: Int64 = 0) -> [Int64] {
    (0..<perSecond * seconds).map { start + $0 * Self.second / perSecond }
  }

  @Test("One message now and then is read when it comes")
  func nowAndThen() {
    var pace = ReadPace()
    let result = read((0..<100).map { $0 * 10 * Self.second }, with: &pace)
    #expect(result.reads.count == 100)
    #expect(result.waits.allSatisfy { $0 == 0 })
  }

  @Test("A steady trickle is read four times a second")
  func trickle() {
    var pace = ReadPace()
    let result = read(steady(22, seconds: 100), with: &pace)
    #expect((395...410).contains(result.reads.count))
    #expect(result.waits.allSatisfy { $0 <= ReadPace.interval })
  }

  @Test("Of many none waits but those that come before that is known")
  func many() {
    var pace = ReadPace()
    let result = read(steady(100, seconds: 10), with: &pace)
    #expect(result.waits.dropFirst(50).allSatisfy { $0 == 0 })
    let after = read(steady(22, seconds: 10, from: 20 * Self.second), with: &pace)
    #expect(after.reads.count < 50, "little is little again")
  }

  @Test("A broker that waits for its acknowledgements is never kept waiting twice", arguments: [1, 4, 15])
  func window(size: Int) {
    var pace = ReadPace()
    var now: Int64 = 0
    var waited: Int64 = 0
    for _ in 0..<500 {
      // The whole window is here a moment after the last acknowledgement.
      now += 1_000_000
      let pause = pace.pause(at: now)
      waited += pause
      now += pause
      pace.noteRead(size, at: now)
      now += 2_000_000
      pace.noteAnswer(at: now)
    }
    #expect(waited <= ReadPace.interval)
  }

  @Test("After an acknowledgement it looks for a while, and then pauses again")
  func looking() {
    var pace = ReadPace()
    for _ in 0..<Ration.inARow { pace.noteRead(1, at: 0) }
    #expect(pace.pause(at: 1_000_000) > 0)
    #expect(pace.lookUntil(at: 1_000_000) == nil)
    pace.noteAnswer(at: 2_000_000)
    #expect(pace.pause(at: 3_000_000) == 0)
    let end = pace.lookUntil(at: 3_000_000)
    #expect(end == 2_000_000 + Ration.answer)
    #expect(pace.pause(at: end ?? 0) > 0)
  }
}
