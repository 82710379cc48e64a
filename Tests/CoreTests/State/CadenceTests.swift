@testable import Core
import Model
import Testing

@Suite struct CadenceTests {
  private func cadence(_ intervals: [Double]) -> Cadence {
    var cadence = Cadence()
    for interval in intervals { cadence.note(.milliseconds(Int64(interval * 1000))) }
    return cadence
  }

  private func cadence(every seconds: Double, count: Int = 50) -> Cadence {
    cadence(Array(repeating: seconds, count: count))
  }

  @Test("Before enough reports came, only a day and an hour tell")
  func unlearned() {
    #expect(cadence([]).limit == .seconds(25 * 3600))
    #expect(cadence([]).median == nil)
    #expect(cadence([60, 60, 60]).limit == .seconds(25 * 3600))
    #expect(cadence([60, 60, 60, 60]).median != nil)
  }

  @Test("The limit is about three intervals", arguments: [300.0, 600, 900, 3600, 21_600, 43_200])
  func usual(interval: Double) throws {
    let cadence = cadence(every: interval)
    let median = try #require(cadence.median).inSeconds
    #expect(median >= interval && median <= interval * 1.42, "half an octave is what is known")
    #expect(cadence.limit.inSeconds >= 3 * interval)
    #expect(cadence.limit.inSeconds <= 3 * interval * 1.42)
  }

  @Test("Nobody is silent within five minutes", arguments: [0.0, 0.001, 1.0, 5.0, 60.0, 65.0])
  func floor(interval: Double) {
    #expect(cadence(every: interval).limit == .seconds(300))
  }

  @Test("Everybody is silent after three days", arguments: [86_400.0, 90_000, 172_800, 604_800, 1e7])
  func ceiling(interval: Double) {
    #expect(cadence(every: interval).limit == .seconds(3 * 86_400))
  }

  @Test("A once-a-day device with an hour of jitter is not silent from one day to the next")
  func daily() {
    let cadence = cadence((0..<30).map { 86_400 + Double($0 % 3 - 1) * 3600 })
    #expect(cadence.limit >= .seconds(2 * 86_400))
  }

  @Test("Where a twentieth of the reports is lost, three in a row happen: it takes more to be silent")
  func lossesInARow() {
    let lossy = cadence((0..<400).map { $0 % 25 == 7 ? 1800 : 900 })
    #expect(lossy.limit >= .seconds(5 * 900))
    #expect(lossy.limit <= .seconds(8 * 1024))
    #expect(lossy.limit > cadence(every: 900, count: 400).limit)
  }

  @Test("A few lost frames make a device no less watched than they must")
  func robust() {
    let steady = cadence(every: 900, count: 60)
    var lossy = Array(repeating: 900.0, count: 60)
    lossy[20] = 20 * 3600
    lossy[40] = 9000
    #expect(cadence(lossy).limit <= steady.limit * 5 / 3)
  }

  @Test("A device that reports every second time only is watched at its own pace")
  func lossy() {
    let cadence = cadence((0..<100).map { $0 % 5 == 0 ? 1800 : 900 })
    #expect(cadence.limit.inSeconds >= 3 * 1800)
  }

  @Test("Habits that change are learned within days, not weeks")
  func habits() {
    var cadence = cadence(every: 900, count: 10_000)
    var days = 0
    while cadence.limit < .seconds(86_400), days < 100 {
      cadence.note(.seconds(86_400))
      days += 1
    }
    #expect(days <= 4)
    var reports = 0
    while cadence.limit > .seconds(2 * 3600), reports < 1000 {
      cadence.note(.seconds(900))
      reports += 1
    }
    #expect(reports <= 200)
  }

  @Test("Strange intervals are intervals")
  func strange() {
    for interval in [Duration.nanoseconds(1), .seconds(-5), .seconds(Int64.max)] {
      var cadence = Cadence()
      for _ in 0..<300 { cadence.note(interval) }
      #expect(cadence.limit >= SilenceBounds.usual.floor)
      #expect(cadence.limit <= SilenceBounds.usual.ceiling)
    }
  }
}

extension Cadence {
  fileprivate var limit: Duration { silenceLimit(within: .usual) }
}
