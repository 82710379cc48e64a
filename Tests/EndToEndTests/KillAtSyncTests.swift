import Foundation
import Glibc
import Testing
import Wire

/// Killed at each single sync and at each single write, one after the other: the moments at which a commit is half made.
///
/// `strace` kills the daemon as a thread of it enters its Nth `fdatasync` or `pwrite64`. At a write what was acknowledged
/// too early is not there; at a sync what is there was not acknowledged, and comes again. By default N goes up to 12;
/// further with
///
///     BELFRY_SYNCS=100 swift test --filter KillAtSyncTests
@Suite(.serialized, .enabled(if: Programs.canTrace, "it needs strace, and leave to trace"))
struct KillAtSyncTests {
  private static let last = ProcessInfo.processInfo.environment["BELFRY_SYNCS"].flatMap { Int($0) } ?? 12

  /// The calls of the journal, while messages come.
  @Test(arguments: ["fdatasync", "pwrite64"])
  func underWayNothingAcknowledgedIsLost(call: String) throws {
    let town = try Self.town()
    var sent = 0
    try town.startDaemon()
    for number in 1...Self.last {
      let tracer = try town.disturb(call, "signal=KILL:when=\(number)")
      while town.isDaemonRunning {
        sent += 1
        try Self.publish(sent, to: town)
        try #require(sent < 100 * number, "it makes no \(call) \(number) any more: \(town.log)")
      }
      #expect(try town.waitForDaemon() == -SIGKILL)
      tracer.wait()
      try town.startDaemon()
      try Self.expectOnce(1...sent, in: town, "killed at \(call) \(number)")
    }
  }

  /// The calls that make a new history, and those of its first messages.
  @Test(arguments: ["fdatasync", "pwrite64"])
  func fromItsStartNothingAcknowledgedIsLost(call: String) throws {
    let town = try Self.town()
    // From now on the broker keeps for the daemon what comes.
    try town.startDaemon()
    #expect(try town.stopDaemon() == 0)
    var sent = 0
    for number in 1...Self.last {
      try FileManager.default.removeItem(atPath: town.folder + "/run")
      let first = sent + 1
      let files = ["", "-journal", "-wal"].flatMap { ["-P", town.database + $0] }
      let process = try town.launch(
        "strace",
        ["-f", "-q", "-o", "/dev/null", "-e", "trace=\(call)"] + files + [
          "-e", "inject=\(call):signal=KILL:when=\(number)", Programs.path("belfryd"), "--config",
          town.configuration,
        ], log: "strace.log")
      while process.isRunning {
        sent += 1
        try Self.publish(sent, to: town)
        try #require(sent - first < 200, "it makes no \(call) \(number)")
      }
      #expect(process.wait() == -SIGKILL)
      try town.startDaemon()
      try Self.expectOnce(first...sent, in: town, "killed at \(call) \(number)")
      #expect(try town.stopDaemon() == 0)
    }
  }

  private static func town() throws -> Town {
    let town = try KillTests.town("")
    try town.startBroker()
    return town
  }

  /// One message after the other makes many commits.
  private static func publish(_ counter: Int, to town: Town) throws {
    let device = "70b3d57ed0000000"
    try town.publish(Messages.topic(device), Messages.uplink(device, port: 5, counter: counter, "0100e2"))
  }

  private static func expectOnce(_ counters: ClosedRange<Int>, in town: Town, _ what: Comment) throws {
    func stored() throws -> [Int] { try town.uplinks(ofDevicesLike: "%").map(\.counter) }
    // What is missing then says more than that it never came.
    try? eventually("all are there", seconds: 10) { try stored().count >= counters.count }
    try eventually("all is quiet") {
      let ingest = try town.status().ingest
      return ingest.received == ingest.committed
    }
    #expect(try stored() == Array(counters), what)
    #expect(try town.damagedHistories() == [], what)
  }
}
