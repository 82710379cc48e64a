import Foundation
import Glibc
import Randomness
import Testing
import Wire

/// The power goes: of what was written and not synced anything may be on the disk, in any order, in part.
///
/// A daemon is watched with `strace` from its first start through a load, a stop, another start and another load. Then, at
/// moments that a seed chooses, its disk is made as a power cut may have left it, and a daemon starts from that. More of
/// them with
///
///     BELFRY_POWER_CUTS=500 BELFRY_SEED=7 swift test --filter PowerCutTests
///
/// and, with so many commits in each run that the write-ahead log is folded back meanwhile, `BELFRY_COMMITS=600`.
@Suite(.serialized, .enabled(if: Programs.canTrace, "it needs strace, and leave to trace"))
struct PowerCutTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let cuts = environment["BELFRY_POWER_CUTS"].flatMap { Int($0) } ?? 24
  private static let seed = environment["BELFRY_SEED"].flatMap { UInt64($0) } ?? 2611

  @Test func whatWasAcknowledgedIsThereAndNothingLooksDamaged() throws {
    let town = try KillTests.town("")
    try town.startBroker()
    let steps = try Self.record(town)
    let all = try Self.uplinks(town)
    #expect(all.count == Self.messages)
    town.stopBroker()
    var random = SeededRandom(seed: Self.seed)
    var disk = UnsureDisk()
    var acknowledged = Acknowledgements()
    var next = 0
    for cut in 0..<Self.cuts {
      let end = (cut * steps.count + Int.random(in: 0..<steps.count, using: &random)) / Self.cuts
      for step in steps[next..<end] {
        disk.take(step)
        acknowledged.take(step)
      }
      next = max(next, end)
      try Self.restore(disk.afterPowerCut(&random), in: town)
      try town.startDaemon()
      let kept = try Self.uplinks(town)
      let what: Comment =
        "seed \(Self.seed), cut \(cut) at step \(end), \(acknowledged.count) acknowledged: \(town.log)"
      #expect(kept.count >= acknowledged.count, what)
      #expect(kept == Array(all.prefix(kept.count)), what)
      #expect(try town.damagedHistories() == [], what)
      try town.killDaemon()
    }
    for step in steps[next...] { acknowledged.take(step) }
    #expect(acknowledged.count == all.count, "each message was seen to be acknowledged")
  }

  /// In each run: so many commits or more, of so many messages, which are too many to wait for more.
  private static let commits = environment["BELFRY_COMMITS"].flatMap { Int($0) } ?? 20
  private static let batch = 20
  private static let messages = 2 * commits * batch

  /// What two daemons do to their disk, one after the other.
  private static func record(_ town: Town) throws -> [DiskTrace.Step] {
    var trace = DiskTrace()
    for run in 0...1 {
      let file = town.folder + "/trace"
      try? FileManager.default.removeItem(atPath: file)
      let daemon = try town.launch(
        "strace", DiskTrace.options(to: file) + [Programs.path("belfryd"), "--config", town.configuration],
        log: "belfryd.log")
      try eventually("the daemon listens") { UnixSocket.connected(to: town.socket) != nil }
      if run == 0 { try town.awaitSubscriptions() }
      for commit in 1...commits {
        let first = (run * commits + commit - 1) * batch
        try town.publishLines((first..<first + batch).map(message))
        try eventually("they are stored") { try town.status().ingest.committed == commit * batch }
      }
      daemon.send(SIGTERM)
      #expect(daemon.wait() == 0)
      try eventually("the trace is whole") {
        // Short numbers of processes have spaces behind them.
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
          .contains { $0.hasPrefix("\(daemon.id) ") && $0.hasSuffix(" +++ exited with 0 +++") }
      }
      try trace.read(file)
    }
    return trace.steps
  }

  /// The devices take turns.
  private static func message(_ number: Int) -> String {
    let device = "70b3d57ed" + String(format: "%07x", number % KillTests.devices)
    return Messages.uplink(device, port: 5, counter: number / KillTests.devices, "0100e2")
  }

  private static func uplinks(_ town: Town) throws -> [String] {
    try town.uplinks(ofDevicesLike: "%").map { "\($0.device) \($0.counter)" }
  }

  /// Puts files where the daemon has its own; what it has no use for after a cut is not among them.
  private static func restore(_ files: [String: [UInt8]], in town: Town) throws {
    let folder = town.folder + "/run"
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (path, bytes) in files where path.hasPrefix(folder + "/") && !path.hasSuffix("-shm") {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
  }
}

/// Counts the PUBACKs that the daemon has sent to the broker.
private struct Acknowledgements {
  private(set) var count = 0
  /// What the daemon has said and is not looked at yet, by connection.
  private var said: [String: [UInt8]] = [:]

  mutating func take(_ step: DiskTrace.Step) {
    guard case .send(let socket, let bytes) = step else { return }
    // CONNECT begins what is said to a broker; others are told other things.
    guard said[socket] != nil || bytes.first == 0x10 else { return }
    said[socket, default: []] += bytes
    while let packet = firstPacket(of: socket) {
      if packet.kind == 0x40 { count += 1 }
      said[socket]?.removeFirst(packet.size)
    }
  }

  /// The kind and size of the first packet, if it is whole (MQTT 3.1.1, section 2.2).
  private func firstPacket(of socket: String) -> (kind: UInt8, size: Int)? {
    let bytes = said[socket] ?? []
    var rest = 0
    for (index, byte) in bytes.dropFirst().prefix(4).enumerated() {
      rest |= Int(byte & 0x7F) << (7 * index)
      if byte < 0x80 {
        let size = 2 + index + rest
        return bytes.count >= size ? (bytes[0], size) : nil
      }
    }
    return nil
  }
}
