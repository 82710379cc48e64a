import Core
import Model
import Testing

/// One device that has gone mad takes nothing from the others.
@Suite struct DeviceQuotaTests {
  private let start = Timestamp(seconds: 1_795_000_000)

  @Test func aMadDeviceIsHeldToItsLimit() {
    var quota = DeviceQuota(MessageLimit(perSecond: 10, burst: 50), devices: 2)
    var taken = 0
    var others = 0
    // 10,000 a second for 20 s, and another that speaks once a second.
    for number in 0..<200_000 {
      let now = start + .microseconds(number * 100)
      if quota.admits(0, at: now) { taken += 1 }
      if number % 10_000 == 0, quota.admits(1, at: now) { others += 1 }
    }
    #expect((50 + 199...50 + 201).contains(taken))
    #expect(others == 20)
  }

  @Test func whatABrokerKeptIsTaken() {
    var quota = DeviceQuota(.usual, devices: 1)
    let taken = (0..<MessageLimit.usual.burst).filter { _ in quota.admits(0, at: start) }
    #expect(taken.count == MessageLimit.usual.burst)
    let after = [start, start + .milliseconds(100)].map { quota.admits(0, at: $0) }
    #expect(after == [false, true])
  }

  @Test func whoIsQuietForAWhileMaySayMoreAgain() {
    var quota = DeviceQuota(MessageLimit(perSecond: 10, burst: 5), devices: 1)
    while quota.admits(0, at: start) {}
    let later = start + .seconds(3600)
    let taken = (0..<100).filter { _ in quota.admits(0, at: later) }
    #expect(taken.count == 5, "no more than the burst, however long it was quiet")
  }

  @Test func aClockThatIsSetBackSilencesNobody() {
    var quota = DeviceQuota(MessageLimit(perSecond: 10, burst: 5), devices: 1)
    while quota.admits(0, at: start) {}
    let isTaken = quota.admits(0, at: start + .seconds(-86_400))
    #expect(isTaken)
  }
}
