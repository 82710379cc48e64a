import Core
import Model
import Testing

/// Whatever happens to alerts, receiver and daemon: who is told knows in the end how things are.
@Suite struct RandomNotificationTests {
  /// A receiver that fails now and then, of a daemon that is killed now and then.
  private struct World {
    var random: UInt64
    var queue: AnnouncementQueue
    let policy: NotificationPolicy
    /// The alerts as they are, and what the receiver knows: what is on disk.
    var alerts: [String: (notice: Notice, at: Timestamp)] = [:]
    var knowledge: [String: Told] = [:]
    /// The versions of each alert as they were heard.
    var heard: [String: [Notice]] = [:]
    /// Alerts that fired while they concerned somebody, and still do.
    var mustBeHeard: Set<String> = []
    var version: Int64 = 0
    var now = Timestamp.second(0)

    init(seed: UInt64) {
      random = seed
      var policy = NotificationPolicy()
      policy.groupWait = .seconds(Int64(seed % 3) * 10)
      policy.groupInterval = .seconds(Int64(seed % 5) * 20)
      policy.perMinute = 2 + Int(seed % 20)
      self.policy = policy
      queue = AnnouncementQueue(name: "ops", policy: policy, seed: seed)
    }

    mutating func draw(_ limit: UInt64) -> UInt64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (random >> 33) % limit
    }

    mutating func change(_ alert: String, isResolved: Bool, isQuiet: Bool) {
      version += 1
      let notice = Notice.of(
        alert, version: version, district: "\(alert.utf8.last ?? 0)", isResolved: isResolved, isQuiet: isQuiet
      )
      alerts[alert] = (notice, now)
      // Who is told while an alert is under way may hear of it though it became quiet.
      if isQuiet { mustBeHeard.remove(alert) } else { mustBeHeard.insert(alert) }
      if !queue.take(notice, at: now) { alerts[alert] = nil }
    }

    mutating func restart() {
      queue = AnnouncementQueue(name: "ops", policy: policy, seed: 7)
      for (notice, at) in alerts.values.sorted(by: { $0.notice.number < $1.notice.number }) {
        if !queue.take(notice, told: knowledge[notice.alert], at: min(at, now)) { alerts[notice.alert] = nil }
      }
    }

    mutating func work(failing: UInt64) {
      guard let notification = queue.next(at: now) else { return }
      for alert in notification.firstTold { knowledge[alert] = .perhaps(at: now) }
      let outcome = draw(100)
      let isHeard = outcome >= failing / 2
      if isHeard { for notice in notification.notices { heard[notice.alert, default: []].append(notice) } }
      if failing > 0, outcome % 17 == 0 { return restart() }
      guard outcome >= failing else {
        _ = queue.failed(notification, at: now)
        return
      }
      for notice in notification.notices {
        knowledge[notice.alert] = Told(number: notice.number, isResolved: notice.isResolved, at: now)
      }
      for alert in queue.delivered(notification, at: now) { alerts[alert] = nil }
    }
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func whoIsToldKnowsInTheEnd(seed: UInt64) {
    var world = World(seed: seed)
    var ended: Set<String> = []
    for step in 0..<1500 {
      world.now = world.now + .seconds(Int64(world.draw(8)))
      let alert = "a\(step / 100)\(world.draw(6))"
      if world.draw(4) == 0, !ended.contains(alert) {
        let isResolved = world.alerts[alert] != nil && world.draw(3) == 0
        if isResolved { ended.insert(alert) }
        world.change(alert, isResolved: isResolved, isQuiet: world.draw(4) == 0)
      }
      world.work(failing: 40)
    }
    for _ in 0..<2000 {
      world.now = world.now + .seconds(2)
      world.work(failing: 0)
    }
    #expect(world.queue.waiting == 0)
    for alert in world.mustBeHeard { #expect(world.heard[alert] != nil, "\(alert) was never heard of") }
    for (alert, versions) in world.heard {
      #expect(versions.map(\.number) == versions.map(\.number).sorted(), "\(alert) in order")
      if ended.contains(alert) { #expect(versions.last?.isResolved == true, "\(alert) is known to be over") }
    }
    #expect(world.alerts.values.allSatisfy { !$0.notice.isResolved }, "nothing that is over is left")
  }
}
