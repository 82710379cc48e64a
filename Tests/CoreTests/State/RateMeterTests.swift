@testable import Core
import Model
import Randomness
import Testing

@Suite struct RateMeterTests {
  private let start = Timestamp(seconds: 1_777_896_000)

  @Test func aMessageASecond() {
    var meter = RateMeter()
    for second in 0..<120 { meter.count(at: start + .seconds(second)) }
    let end = start + .seconds(119)
    #expect(meter.rate(at: end) == 1)
    #expect(meter.rate(at: end + .seconds(30)) == 0.5)
    #expect(meter.rate(at: end + .seconds(60)) == 0)
    #expect(meter.rate(at: end + .seconds(1_000_000)) == 0)
    #expect(meter.rate(at: end) == 1, "asking changes nothing")
  }

  @Test("Times that go back count where the meter stands")
  func backwards() {
    var meter = RateMeter()
    meter.count(at: start)
    meter.count(at: start - .seconds(3600))
    meter.count(at: .distantPast)
    #expect(meter.rate(at: start) == 3.0 / 60)
  }

  @Test("As counting the last sixty seconds does it")
  func againstCounting() {
    var random = SeededRandom(seed: 8)
    var meter = RateMeter()
    var seconds: [Int64] = []
    var now: Int64 = 1_777_896_000
    for _ in 0..<2000 {
      now += Bool.random(using: &random) ? 0 : .random(in: 0...40, using: &random)
      meter.count(at: Timestamp(seconds: now) + .milliseconds(500))
      seconds.append(now)
      let recent = seconds.count { $0 > now - 60 }
      #expect(meter.rate(at: Timestamp(seconds: now)) == Double(recent) / 60)
    }
  }
}
