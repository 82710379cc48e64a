import Foundation
import Glibc
import Testing
import Wire

/// A message that ends the daemon is brought again by the broker, but not for ever.
@Suite(.enabled(if: Programs.canTrace, "it needs strace, and leave to trace"))
struct PoisonTests {
  /// `strace` ends the daemon as it says what is wrong with the message.
  @Test func theThirdStartPutsItAside() throws {
    let town = try KillTests.town("")
    try town.startBroker()
    try town.startDaemon()
    let thread = try #require(try town.thread("city"))
    var tracer = try Self.end(town, atTheNextLineOf: thread.id)
    try town.publish(Messages.topic(Messages.room), "{")
    #expect(try town.waitForDaemon() == -SIGKILL)
    tracer.wait()

    town.stopBroker()
    try town.startDaemon()
    tracer = try Self.end(town, atTheNextLineOf: try #require(try town.thread("city")).id)
    try town.startBroker()
    #expect(try town.waitForDaemon() == -SIGKILL)
    tracer.wait()

    try town.startDaemon()
    let device = "70b3d57ed0000000"
    try town.publish(Messages.topic(device), Messages.uplink(device, port: 5, counter: 1, "0100e2"))
    let ingest = try town.settle(received: 2)
    #expect(ingest.rejected == ["poison": 1])
    #expect(ingest.decoded == 1)
    #expect(try town.number("SELECT count(*) FROM quarantine WHERE reason = 'poison'") == 1)
    #expect(town.log.contains("refused: poison"))
    #expect(try town.belfry("doctor").output.contains("ERROR  messages"))
  }

  private static func end(_ town: Town, atTheNextLineOf thread: Int) throws -> ChildProcess {
    let tracer = try town.launch(
      "strace",
      [
        "-p", "\(thread)", "-o", "/dev/null", "-e", "trace=write", "-P", town.folder + "/belfryd.log", "-e",
        "inject=write:signal=KILL",
      ], log: "strace.log")
    try eventually("it is watched") {
      try String(contentsOfFile: town.folder + "/strace.log", encoding: .utf8).contains("attached")
    }
    return tracer
  }
}
