import Core
import Model
import Testing

/// When a receiver is told what.
@Suite struct NotificationQueueTests {
  @Test func alertsThatFireTogetherAreToldTogether() {
    let queue = Recipient()
    queue.take(.of("a", version: 1), at: .second(0))
    queue.take(.of("b", version: 2), at: .second(20))
    queue.take(.of("c", version: 3, district: "Outremeuse"), at: .second(25))
    #expect(queue.next(at: .second(29)) == nil)
    let first = queue.next(at: .second(30))
    #expect(first?.alerts == ["a", "b"])
    #expect(first?.groupLabels == ["alertname": "full", "district": "Centre"])
    #expect(queue.next(at: .second(60)) == nil, "one at a time")
    #expect(queue.deliver(first, at: .second(31)) == [])
    #expect(queue.next(at: .second(60))?.alerts == ["c"])
  }

  @Test func whatFollowsWaitsForTheInterval() {
    let queue = Recipient()
    queue.take(.of("a", version: 1), at: .second(0))
    #expect(queue.deliver(queue.next(at: .second(30)), at: .second(30)) == [])
    queue.take(.of("b", version: 2), at: .second(40))
    #expect(queue.next(at: .second(329)) == nil)
    let second = queue.next(at: .second(330))
    #expect(second?.alerts == ["b", "a"], "the news first, then what still fires")
    #expect(queue.deliver(second, at: .second(330)) == [])
    #expect(queue.next(at: .second(14_729)) == nil)
    #expect(queue.next(at: .second(14_730))?.alerts == ["a", "b"], "told again after the repeat interval")
  }

  @Test func theEndIsToldToThoseWhoKnowTheBeginning() {
    let queue = Recipient()
    queue.take(.of("a", version: 1), at: .second(0))
    queue.deliver(queue.next(at: .second(30)), at: .second(30))
    #expect(queue.take(.of("a", version: 2, isResolved: true), at: .second(50)))
    let end = queue.next(at: .second(330))
    #expect(end?.notices.map(\.isResolved) == [true])
    #expect(queue.deliver(end, at: .second(330)) == ["a"])
    #expect(queue.next(at: .second(100_000)) == nil)
  }

  @Test func whatFiredIsToldThoughItIsOver() {
    let queue = Recipient()
    queue.take(.of("a", version: 1), at: .second(0))
    #expect(queue.take(.of("a", version: 2, isResolved: true), at: .second(5)))
    #expect(queue.next(at: .second(30))?.notices.map(\.isResolved) == [true])
  }

  @Test func aDeviceWhoseClockIsAheadIsToldOfAsWell() {
    let queue = Recipient { $0.groupWait = .zero }
    #expect(queue.take(.of("a", version: 1, isResolved: true), at: .second(-60)))
    #expect(queue.next(at: .second(-60))?.alerts == ["a"])
  }

  @Test func whatIsQuietIsNotTold() {
    let queue = Recipient()
    #expect(queue.take(.of("a", version: 1, isQuiet: true), at: .second(0)))
    #expect(queue.next(at: .second(1000)) == nil)
    queue.take(.of("a", version: 2), at: .second(1000))
    #expect(queue.next(at: .second(1029)) == nil)
    let told = queue.next(at: .second(1030))
    #expect(told?.alerts == ["a"])
    queue.deliver(told, at: .second(1030))
    queue.take(.of("a", version: 3, isQuiet: true), at: .second(1040))
    #expect(queue.next(at: .second(1_000_000)) == nil, "nor again")
    queue.take(.of("a", version: 4, isResolved: true, isQuiet: true), at: .second(1_000_000))
    #expect(queue.next(at: .second(1_000_000))?.notices.map(\.isResolved) == [true], "its end is told")
  }

  @Test func whatWasQuietToItsEndConcernsNobody() {
    let queue = Recipient()
    queue.take(.of("a", version: 1, isQuiet: true), at: .second(0))
    #expect(!queue.take(.of("a", version: 2, isResolved: true, isQuiet: true), at: .second(5)))
    #expect(queue.waiting == 0)
  }

  @Test func theEndOfWhatIsBeingToldIsToldToo() {
    let queue = Recipient()
    queue.take(.of("a", version: 1), at: .second(0))
    let first = queue.next(at: .second(30))
    #expect(queue.take(.of("a", version: 2, isResolved: true, isQuiet: true), at: .second(31)))
    #expect(queue.deliver(first, at: .second(32)) == [])
    #expect(queue.next(at: .second(400))?.notices.map(\.isResolved) == [true])
  }

  @Test func aReceiverHearsWhatItWants() {
    let queue = Recipient {
      $0.severities = [.critical]
      $0.labels = ["team": "waste"]
    }
    #expect(!queue.take(.of("a", version: 1), at: .second(0)))
    #expect(!queue.take(.of("b", version: 2, severity: .critical), at: .second(0)))
    #expect(queue.take(.of("c", version: 3, severity: .critical, team: "waste"), at: .second(0)))
    #expect(queue.next(at: .second(30))?.alerts == ["c"])
  }

  @Test func whoIsToldLaterHearsOnlyWhatNobodyTookUp() {
    let queue = Recipient { $0.delay = .seconds(600) }
    queue.take(.of("a", version: 1), at: .second(0))
    queue.take(.of("b", version: 2), at: .second(0))
    queue.take(.of("c", version: 3), at: .second(0))
    queue.take(.of("b", version: 4, isQuiet: true), at: .second(100))
    #expect(!queue.take(.of("c", version: 5, isResolved: true), at: .second(200)))
    #expect(queue.next(at: .second(629)) == nil)
    #expect(queue.next(at: .second(630))?.alerts == ["a"])
  }

  @Test func aFailureIsTriedAgainWithDoublingPauses() {
    let queue = Recipient { $0.groupWait = .zero }
    queue.take(.of("a", version: 1), at: .second(0))
    var now = Timestamp.second(0)
    var pauses: [Double] = []
    var ids: Set<String> = []
    for _ in 0..<12 {
      guard let notification = queue.next(after: &now, pauses: &pauses) else { return }
      ids.insert(notification.id)
      #expect(!queue.failed(notification, at: now).isGivenUp)
    }
    #expect(ids.count == 1, "the same notification has the same name")
    for (index, pause) in pauses.dropFirst().enumerated() {
      let usual = min(Double(1 << index), 300)
      #expect((usual * 0.75...usual * 1.25 + 0.1).contains(pause), "\(index): \(pause)")
    }
    queue.deliver(queue.next(after: &now, pauses: &pauses), at: now)
    #expect(queue.waiting == 0)
  }

  @Test func onePoisonedGroupDoesNotHoldUpTheOthers() {
    let queue = Recipient { $0.groupWait = .zero }
    queue.take(.of("a", version: 1), at: .second(0))
    queue.take(.of("b", version: 2, district: "Outremeuse"), at: .second(1))
    var delivered: [String] = []
    for second in 0..<10 {
      guard let notification = queue.next(at: .second(Int64(second))) else { continue }
      if notification.alerts == ["a"] {
        _ = queue.failed(notification, at: .second(Int64(second)))
      } else {
        delivered += notification.alerts
        queue.deliver(notification, at: .second(Int64(second)))
      }
    }
    #expect(delivered == ["b"])
    #expect(queue.waiting == 1)
  }

  @Test func itIsGivenUpAfterAWeekAndNotBefore() {
    let queue = Recipient { $0.groupWait = .zero }
    queue.take(.of("a", version: 1), at: .second(0))
    let week: Int64 = 7 * 86_400
    for now in [0, week] {
      guard let notification = queue.next(at: .second(now)) else {
        Issue.record("it is tried at \(now)")
        return
      }
      #expect(!queue.failed(notification, at: .second(now)).isGivenUp)
    }
    guard let last = queue.next(at: .second(week + 400)) else {
      Issue.record("it is tried once more")
      return
    }
    #expect(queue.failed(last, at: .second(week + 400)).isGivenUp)
    #expect(queue.waiting == 0)
  }

  @Test func theMostUrgentComesFirstAndNotTooManyAtOnce() {
    let queue = Recipient {
      $0.groupWait = .zero
      $0.perMinute = 3
    }
    for index in 0..<5 {
      queue.take(.of("a\(index)", version: Int64(index + 1), district: "\(index)"), at: .second(0))
    }
    queue.take(.of("z", version: 9, severity: .critical, district: "z"), at: .second(1))
    var told: [String] = []
    for second in 1...2 {
      while let notification = queue.next(at: .second(Int64(second))) {
        told += notification.alerts
        queue.deliver(notification, at: .second(Int64(second)))
      }
    }
    #expect(told == ["z", "a0", "a1"])
    #expect(queue.next(at: .second(20)) == nil)
    #expect(queue.next(at: .second(21))?.alerts == ["a2"])
  }

  @Test func aStormIsToldInFewParts() {
    let queue = Recipient()
    for index in 0..<2500 { queue.take(.of("a\(index)", version: Int64(index + 1)), at: .second(0)) }
    var sizes: [Int] = []
    var told: Set<String> = []
    while let notification = queue.next(at: .second(30)) {
      sizes.append(notification.notices.count)
      told.formUnion(notification.alerts)
      queue.deliver(notification, at: .second(30))
    }
    #expect(sizes == [1000, 1000, 1000], "what did not fit, filled up with what still fires")
    #expect(told.count == 2500)
  }

  @Test func whoKnowsStatesIsToldEveryChange() {
    let queue = Recipient {
      $0.tellsEveryChange = true
      $0.groupWait = .zero
      $0.groupInterval = .zero
    }
    queue.take(.of("a", version: 1), at: .second(0))
    queue.take(.of("b", version: 2), at: .second(0))
    queue.deliver(queue.next(at: .second(0)), at: .second(0))
    queue.take(.of("a", version: 3, isQuiet: true), at: .second(1))
    let change = queue.next(at: .second(1))
    #expect(change?.notices.map(\.number) == [3], "and nothing else")
    queue.deliver(change, at: .second(1))
    #expect(queue.next(at: .second(1000)) == nil)
  }
}
