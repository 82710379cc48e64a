import Foundation
import Testing
import Wire

/// Webhooks, from the message that makes an alert fire to the receiver that fails, stalls and comes back.
@Suite struct WebhookTests {
  /// A town whose alerts go to `hook` at once.
  private static func town(_ hook: HookServer, _ options: String = "group_wait: 0s, group_interval: 0s")
    throws -> Town
  {
    let town = try Town()
    try town.notify("{webhook: \"http://127.0.0.1:\(hook.port)/hook\", name: ops, \(options)}")
    try town.startBroker()
    return town
  }

  private static func level(_ town: Town, _ distance: Int, _ counter: Int) throws {
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: distance, counter: counter))
  }

  @Test func aReceiverGetsWhatAlertmanagerWouldSend() throws {
    let hook = try HookServer()
    defer { hook.close() }
    let town = try Self.town(hook, "group_wait: 0s, group_interval: 0s, hmac_secret_file: key")
    try town.write("secret\n", to: "key")
    try town.startDaemon()
    try Self.level(town, 300, 1)
    try eventually("the webhook is called") { hook.taken.count == 1 }
    let request = hook.taken[0]
    #expect(request.head.hasPrefix("POST /hook HTTP/1.1"))
    #expect(request.header("content-type") == "application/json")
    let signature = try Programs.run(
      "openssl", ["dgst", "-sha256", "-hmac", "secret", "-r"],
      input: String(decoding: request.body, as: UTF8.self))
    #expect(request.header("x-belfry-signature") == "sha256=" + signature.output.prefix(64))

    let json = try #require(try JSONSerialization.jsonObject(with: request.body) as? [String: Any])
    #expect(
      Set(json.keys) == [
        "version", "groupKey", "truncatedAlerts", "status", "receiver", "groupLabels", "commonLabels",
        "commonAnnotations", "externalURL", "alerts",
      ])
    #expect(json["version"] as? String == "4")
    #expect(json["groupKey"] as? String == #"{}:{alertname="container-nearly-full", district="Centre"}"#)
    let message = try #require(request.message)
    #expect(message.receiver == "ops")
    #expect(message.status == "firing")
    #expect(message.groupLabels == ["alertname": "container-nearly-full", "district": "Centre"])
    let alert = try #require(message.alerts.first)
    #expect(
      alert.labels == [
        "alertname": "container-nearly-full", "district": "Centre", "asset": "c1", "kind": "container",
        "severity": "warning",
      ])
    #expect(alert.annotations["summary"] == "Place Saint-Lambert: 92.3 % full")
    #expect(alert.endsAt == "0001-01-01T00:00:00Z")
    #expect(message.commonLabels == alert.labels)
    let live = try #require(try town.alerts().first)
    #expect(alert.annotations["alert"] == live.id)
    #expect(alert.startsAt == live.firedAt)

    try Self.level(town, 1400, 2)
    try eventually("the end is told") { hook.taken.count == 2 }
    let end = try #require(hook.taken[1].message)
    #expect(end.status == "resolved")
    #expect(end.alerts.map(\.fingerprint) == [alert.fingerprint])
    #expect(end.alerts.first?.endsAt.hasPrefix("20") == true)
    try eventually("nothing is left in the outbox") {
      try town.number("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM told)") == 0
    }
    #expect(try town.status().notifications == [Status.Receiver(receiver: "ops", delivered: 2)])
    let metrics = String(decoding: try town.ask("/metrics").body, as: UTF8.self)
    #expect(metrics.contains(#"belfry_notifications_delivered_total{receiver="ops"} 2.0"#))
  }

  @Test func aReceiverThatFailsIsToldWhenItIsBack() throws {
    let hook = try HookServer(.refuses)
    defer { hook.close() }
    let town = try Self.town(hook)
    try town.startDaemon()
    try Self.level(town, 300, 1)
    try eventually("it is tried again") { hook.others.count >= 3 }
    let status = try #require(try town.status().notifications.first)
    #expect(status.failed >= 2)
    #expect(status.waiting == 1)
    #expect(status.error?.contains("500") == true)
    hook.become(.takes)
    try eventually("it is told") { hook.taken.count == 1 }
    #expect(Set((hook.others + hook.taken).map { $0.header("x-belfry-notification") }).count == 1, "one name")
    try eventually("it is said") { town.log.contains("ops: reached again") }
    #expect(town.log.components(separatedBy: "ops: not reached").count == 2, "said once")
  }

  @Test func aKillBetweenAlertAndDeliveryLosesNothing() throws {
    let hook = try HookServer(.sleeps)
    defer { hook.close() }
    let town = try Self.town(hook)
    try town.startDaemon()
    try Self.level(town, 300, 1)
    try eventually("it is being told") { hook.others.count == 1 }
    try town.killDaemon()
    hook.become(.takes)
    try town.startDaemon()
    try eventually("it is told") { hook.taken.count == 1 }
    #expect(hook.taken[0].header("x-belfry-notification") == hook.others[0].header("x-belfry-notification"))
    // What is known is not told again.
    try eventually("it is noted") { try town.number("SELECT count(*) FROM told WHERE number > 0") == 1 }
    try town.killDaemon()
    try town.startDaemon()
    try Self.level(town, 1400, 2)
    try eventually("the end is told") { hook.alerts.last?.status == "resolved" }
    #expect(hook.taken.count == 2)
  }

  @Test func aSleepingReceiverHoldsUpNobody() throws {
    let (asleep, awake) = (try HookServer(.sleeps), try HookServer())
    defer {
      asleep.close()
      awake.close()
    }
    let town = try Self.town(asleep)
    try town.notify(
      "{webhook: \"http://127.0.0.1:\(awake.port)/\", name: other, group_wait: 0s, group_interval: 0s}")
    try town.startDaemon()
    // One more firing, and the alert would count as flapping.
    for counter in 1...6 { try Self.level(town, counter % 2 == 1 ? 300 : 1400, counter) }
    #expect(try town.settle(received: 6).decoded == 6)
    try eventually("the other is told all") {
      awake.alerts.last?.status == "resolved" && Set(awake.alerts.map(\.startsAt)).count == 3
    }
    #expect(asleep.taken.isEmpty)
    #expect(try town.stopDaemon() == 0, "nor the end")
  }

  @Test func whatSomebodyHasInHandIsNotTold() throws {
    let hook = try HookServer()
    defer { hook.close() }
    let town = try Self.town(hook, "group_wait: 2s, group_interval: 0s")
    try town.startDaemon()
    try Self.level(town, 300, 1)
    _ = try town.settle(received: 1)
    let id = try #require(try town.alerts().first?.id)
    #expect(try town.belfry("alert", "shelve", id, "--for", "2h").status == 0)
    #expect(try town.belfry("alert", "unshelve", id).status == 0)
    try eventually("it is told when it is nobody's any more") { hook.taken.count == 1 }
    #expect(try town.belfry("alert", "acknowledge", id, "--comment", "on my way").status == 0)
    try Self.level(town, 1400, 2)
    try eventually("the end is told") { hook.taken.count == 2 }
    #expect(hook.alerts.map(\.status) == ["firing", "resolved"])
  }

  @Test func aStormIsToldInFewParts() throws {
    let hook = try HookServer()
    defer { hook.close() }
    var assets = "asset,kind,name,district,latitude,longitude,device,codec,parameters\n"
    for number in 0..<1000 {
      let eui = "70b3d57ed" + String(format: "%07x", number)
      assets += "r\(number),room,Room \(number),District \(number % 4),,,\(eui),elsys,\n"
    }
    let rules = "rules:\n  - alert: warm\n    kind: room\n    when: temperature > -100 °C\n"
    let town = try Town(rules: rules, assets: assets)
    try town.notify("{webhook: \"http://127.0.0.1:\(hook.port)/\", name: ops, group_wait: 5s}")
    try town.startBroker()
    try town.startDaemon()
    let flood = try town.launch(
      "belfry-sim",
      ["flood", "--broker", "mqtt://127.0.0.1:\(town.port)", "--devices", "1000", "--count", "1000"],
      log: "flood.log")
    #expect(flood.wait() == 0)
    try eventually("all alerts are told") { Set(hook.alerts.map { $0.labels["asset"] }).count == 1000 }
    #expect(hook.taken.count <= 8, "four districts")
  }
}
