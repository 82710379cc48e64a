import Foundation
import Glibc
import Testing
import Wire

/// Lists, narrowed down and watched, and what is said when a name is misspelt.
@Suite struct ListTests {
  private static func town() throws -> Town {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    return town
  }

  @Test func alertsAreNarrowedDown() throws {
    let town = try Self.town()
    for (filter, count) in [
      ("state=firing", 1), ("state=pending", 0), ("severity=warning", 1), ("severity=info", 0),
      ("rule=container-nearly-full", 1), ("rule=room-co2-high", 0), ("asset=c1", 1), ("asset=r1", 0),
      ("kind=container", 1), ("kind=room", 0), ("district=Centre", 1), ("district=Outremeuse", 0),
      ("kind=container&district=Centre&state=firing", 1), ("kind=container&district=Outremeuse", 0),
    ] {
      let page = try town.get(Page<AlertObject>.self, "/v1/alerts?\(filter)")
      #expect(page.items.count == count, "\(filter)")
    }
    #expect(try town.ask("/v1/alerts?kind=bin").status == 400)
    let some = try town.belfry("alert", "list", "--kind", "container", "--district", "Centre")
    #expect(some.status == 0 && some.output.contains("container-nearly-full"), "\(some.output)")
    let none = try town.belfry("alert", "list", "--kind", "room")
    #expect(none.status == 0 && none.output == "no alerts\n", "\(none.output)")
  }

  @Test func aMisspeltNameIsNoEmptyList() throws {
    let town = try Self.town()
    let id = try #require(try town.alerts().first?.id)
    let wrongID = String(id.dropLast()) + "u"
    for (arguments, words) in [
      (["alert", "list", "--rule", "container-nearly-ful"], "did you mean 'container-nearly-full'?"),
      (["alert", "list", "--district", "Center"], "did you mean 'Centre'?"),
      (["alert", "history", "--rule", "container-nearly-ful"], "did you mean 'container-nearly-full'?"),
      (["alert", "show", wrongID], "did you mean '\(id)'?"),
      (["alert", "explain", wrongID], "did you mean '\(id)'?"),
      (["device", "show", "24e1247130000002"], "did you mean '24e1247130000001'?"),
    ] {
      let result = try Programs.run("belfry", ["--socket", town.socket] + arguments)
      #expect(result.status == 1 && result.errors.contains(words), "\(arguments): \(result.errors)")
    }
    for (arguments, words) in [
      (["rule", "chekc", "x"], "did you mean 'belfry rule check'?"),
      (["alert", "histroy"], "did you mean 'belfry alert history'?"),
      (["alert", "list", "--sevrity", "info"], "--severity"), (["alert", "list", "--kind", "rom"], "'room'"),
    ] {
      let result = try Programs.run("belfry", ["--socket", town.socket] + arguments)
      #expect(result.status == 64 && result.errors.contains(words), "\(arguments): \(result.errors)")
    }
  }

  @Test(arguments: [
    "alert list", "alert history", "asset list", "device list", "rule list", "indicator list",
  ])
  func aListIsWatchedUntilItIsLeft(_ verb: String) throws {
    let town = try Self.town()
    let output = town.folder + "/watched"
    let watching = try ChildProcess(
      Programs.path("belfry"),
      ["--socket", town.socket] + verb.split(separator: " ").map(String.init) + ["--watch"], log: output,
      environment: ProcessInfo.processInfo.environment)
    try eventually("the list was shown twice") {
      let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
      // Columns grow with the ages in them.
      return lines.count { $0.prefix(4) == lines.first?.prefix(4) } >= 2
    }
    #expect(watching.isRunning)
    watching.send(SIGINT)
    watching.wait()
  }
}
