import Foundation
import Testing
import Wire

/// The configuration changes while the daemon runs.
@Suite struct ReloadTests {
  private static let stricter = Town.rules.replacing("co2 > 1000 ppm", with: "co2 > 900 ppm")

  private func startedTown() throws -> Town {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    try town.publish("nbiot/867723030711443/senml", #"[{"n":"co2","u":"ppm","v":950}]"#)
    _ = try town.settle(received: 2)
    return town
  }

  @Test func aChangedRuleTouchesOnlyItsOwnAlerts() throws {
    let town = try startedTown()
    let full = try #require(try town.alerts().first { $0.rule == "container-nearly-full" })
    #expect(try town.alerts().count == 1)
    try town.write(Self.stricter, to: "rules/rules.yaml")
    let result = try town.belfry("reload")
    #expect(result.output == "reloaded: 5 assets, 5 devices, 2 rules\n")
    let alerts = try town.alerts()
    #expect(alerts.first { $0.rule == "container-nearly-full" } == full)
    #expect(alerts.first { $0.rule == "room-co2-high" }?.state == "pending")
    #expect(try town.status().ingest.received == 2, "the books go on")

    // The rule is known over a kill, as if it had always been there.
    try town.killDaemon()
    try town.startDaemon()
    #expect(Set(try town.alerts().map(\.id)) == Set(alerts.map(\.id)))
  }

  @Test func aRemovedRuleEndsItsAlertsAndSaysSo() throws {
    let town = try startedTown()
    let rest = Town.rules.components(separatedBy: "  - alert: room-co2-high")
    try town.write("rules:\n  - alert: room-co2-high" + (rest.last ?? ""), to: "rules/rules.yaml")
    #expect(try town.belfry("reload").status == 0)
    #expect(try town.alerts().map(\.state) == ["resolved"])
    try eventually("the step is on disk") {
      try town.texts("SELECT cause FROM transition WHERE state = 'resolved'") == ["the rule was removed"]
    }
  }

  @Test func aNewDeviceIsKnownAtOnce() throws {
    let town = try startedTown()
    let watcher = try #require(UnixSocket.connected(to: town.socket))
    watcher.send("GET /v1/events?types=reading HTTP/1.1\r\nHost: belfry\r\n\r\n")
    try town.write(
      Town.assets.replacing(
        "asset,kind,name,district,latitude,longitude,device,codec,parameters\n",
        with: "asset,kind,name,district,latitude,longitude,device,codec,parameters\n"
          + "r0,room,Classe 0,Outremeuse,50.641,5.583,860000000000001,senml,\n"), to: "city/assets.csv")
    #expect(try town.belfry("reload").status == 0)
    try town.publish("nbiot/860000000000001/senml", #"[{"n":"co2","u":"ppm","v":700}]"#)
    _ = try town.settle(received: 3)
    #expect(try town.asset("r0").readings["co2"]?.value == 700)
    #expect(try town.asset("r2").readings["co2"]?.value == 950)
    var seen = ""
    while !seen.contains(#""asset":"r0""#) {
      let more = watcher.receive()
      try #require(!more.isEmpty, "the event did not come: \(seen)")
      seen += String(decoding: more, as: UTF8.self)
    }
  }

  /// Its name has what CSV has a meaning for.
  @Test func theLineOfAnUnknownDeviceIsReadyToPaste() throws {
    let town = try startedTown()
    let co2 = { (ppm: Int) in #"[{"n":"co2","u":"ppm","v":\#(ppm)}]"# }
    try town.publish(#"nbiot/room,"7"/senml"#, co2(700))
    _ = try town.settle(received: 3)
    let listing = try town.belfry("device", "list", "--unknown").output
    let line = try #require(listing.split(separator: "\n").last)
    let filled = line.replacing("ASSET,KIND,NAME", with: "r7,room,Classe 7").replacing("CODEC", with: "senml")
    try town.write(Town.assets + filled + "\n", to: "city/assets.csv")
    let result = try town.belfry("reload")
    try #require(result.status == 0, "\(listing)\(result.output)")
    try town.publish(#"nbiot/room,"7"/senml"#, co2(800))
    _ = try town.settle(received: 4)
    #expect(try town.asset("r7").readings["co2"]?.value == 800)
  }

  @Test func aBadConfigurationChangesNothing() throws {
    let town = try startedTown()
    try town.write(
      Town.rules.replacing("fill_level >= 80 %", with: "fil_level >= 80 %"), to: "rules/rules.yaml")
    let result = try town.belfry("reload")
    #expect(result.status == 78)
    #expect(result.errors.contains("rules.yaml:4"))
    #expect(result.errors.contains("did you mean 'fill_level'?"))
    #expect(try town.alerts().map(\.state) == ["firing"])
    try town.publish("nbiot/867723030711443/senml", #"[{"n":"co2","u":"ppm","v":1200}]"#)
    _ = try town.settle(received: 3)
    #expect(try town.alerts().contains { $0.rule == "room-co2-high" }, "the old rule is in force")
  }

  @Test func whatNeedsARestartIsSaid() throws {
    let town = try startedTown()
    try town.configure(brokerPort: 1)
    let result = try town.belfry("reload")
    #expect(result.status == 0)
    #expect(result.output.contains("in force only after 'systemctl restart belfryd': mqtt"))
  }
}
