import Rings
import Testing

@testable import Storage

@Suite struct CommitPaceTests {
  private static let second: Int64 = 1_000_000_000

  /// How often messages at these times are committed, and how long each waits at most, if all else takes no time.
  private func commits(_ times: [Int64]) -> (count: Int, longest: Int64) {
    var pace = CommitPace()
    var (count, longest) = (0, Int64(0))
    var next = 0
    while next < times.count {
      let first = times[next]
      var now = first
      var waiting = 1
      while true {
        let pause = pace.pause(at: now, waiting: waiting, isUrgent: false)
        if pause == 0 { break }
        let other = next + waiting
        if other < times.count, times[other] <= now + pause {
          now = times[other]
          waiting += 1
        } else {
          now += pause
        }
      }
      pace.noteCommit(at: now)
      count += 1
      longest = max(longest, now - first)
      next += waiting
    }
    return (count, longest)
  }

  @Test("One message now and then is committed when it comes")
  func nowAndThen() {
    let result = commits((0..<100).map { $0 * 10 * Self.second })
    #expect(result == (100, 0))
  }

  @Test("A steady trickle is committed five times a second")
  func trickle() {
    let result = commits((0..<2200).map { $0 * Self.second / 22 })
    #expect((440...510).contains(result.count))
    #expect(result.longest <= CommitPace.interval)
  }

  @Test("What somebody waits for is committed at once, with all before it")
  func urgent() {
    let times = (0..<2200).map { $0 * Self.second / 22 }
    var pace = CommitPace()
    for time in times.prefix(100) where pace.pause(at: time, waiting: 1, isUrgent: false) == 0 {
      pace.noteCommit(at: time)
    }
    let now = times[100]
    #expect(pace.pause(at: now, waiting: 1, isUrgent: false) > 0)
    #expect(pace.pause(at: now, waiting: 2, isUrgent: true) == 0)
  }

  @Test("Many are committed at once")
  func many() {
    // A thousand a second, and all of them come in their time.
    let result = commits((0..<5000).map { $0 * Self.second / 1000 })
    #expect(result.longest <= Int64(Ration.full) * Self.second / 1000)
  }

  @Test("A sender that waits for its acknowledgements is never kept waiting twice", arguments: [1, 4, 15])
  func window(size: Int) {
    var pace = CommitPace()
    var now: Int64 = 0
    var waited: Int64 = 0
    for _ in 0..<500 {
      // The whole window is here a moment after the last commit.
      now += 1_000_000
      let pause = pace.pause(at: now, waiting: size, isUrgent: false)
      waited += pause
      now += pause
      pace.noteCommit(at: now)
    }
    #expect(waited <= CommitPace.interval)
  }
}
