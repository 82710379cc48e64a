import Foundation
import Testing
import Wire

/// The operators' program against the real daemon.
@Suite struct OperatorTests {
  @Test func everyVerbSpeaksToPeopleAndToPrograms() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    let id = try #require(try town.alerts().first?.id)
    for (arguments, words) in [
      (["status"], "Liège"), (["asset", "list"], "Place Saint-Lambert"), (["asset", "show", "c1"], "92.3"),
      (["alert", "list"], "container-nearly-full"), (["alert", "show", id], "92.3 % full"),
      (["device", "list"], "24e1247130000001"), (["rule", "list"], "room-co2-high"), (["top"], "containers"),
    ] {
      let plain = try Programs.run("belfry", ["--socket", town.socket] + arguments)
      #expect(plain.status == 0, "\(arguments): \(plain.errors)")
      #expect(plain.output.contains(words), "\(arguments): \(plain.output)")
      #expect(!plain.output.contains("\u{1B}"), "no colours in a pipe")
      let before = try Programs.run("belfry", ["--socket", town.socket, "--json"] + arguments)
      let after = try Programs.run("belfry", arguments + ["--json", "--socket", town.socket])
      for result in [before, after] {
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(result.output.utf8)) }
      }
    }
    let output = town.folder + "/events.jsonl"
    let events = try ChildProcess(
      Programs.path("belfry"),
      ["--socket", town.socket, "--json", "events", "--types", "alert", "--count", "1"], log: output,
      environment: ProcessInfo.processInfo.environment)
    var counter = 2
    // The stream begins at some moment after the program has started: something happens until it has seen it.
    try eventually("the program has seen an event") {
      let distance = counter % 2 == 0 ? 1400 : 300
      try town.publish(
        Messages.topic(Messages.container), Messages.level(distance: distance, counter: counter))
      counter += 1
      return !events.isRunning
    }
    let line = try String(contentsOfFile: output, encoding: .utf8)
    #expect(line.contains("container-nearly-full"), "\(line)")
  }

  @Test func theExitStatusTellsWhoIsToBlame() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    #expect(try town.belfry("asset", "show", "nothing").status == 1)
    #expect(try town.belfry("asset", "shwo", "c1").status == 64)
    let nobody = try Programs.run("belfry", ["--socket", town.folder + "/none.sock", "status"])
    #expect(nobody.status == 69)
    #expect(nobody.errors.contains("none.sock"))
  }

  @Test func aPayloadIsReadWithoutADaemon() throws {
    let result = try Programs.run(
      "belfry",
      ["decode", "--codec", "milesight-em310-udl", "--port", "85", "01755c03824408040001", "--json"])
    #expect(result.status == 0)
    #expect(result.output.contains("2116"))
    let broken = try Programs.run("belfry", ["decode", "--codec", "bosch-tps110", "--port", "9", "01"])
    #expect(broken.status == 1)
  }
}
