import Foundation
import Glibc
import Testing

/// What the daemon tells systemd: sd_notify(3).
@Suite struct ServiceNotificationTests {
  @Test func eachStepOfItsLifeIsTold() throws {
    let town = try Town()
    let path = town.folder + "/systemd.sock"
    let systemd = try UnixSocket.datagrams(at: path)
    /// What is told next with this word in it.
    func told(_ word: String) throws -> [Substring] {
      while true {
        let text = String(decoding: systemd.receive(), as: UTF8.self)
        try #require(!text.isEmpty, "\(word) was never told: \(town.log)")
        if text.contains(word) { return text.split(separator: "\n") }
      }
    }
    let daemon = try town.launch(
      "belfryd", ["--config", town.configuration], log: "belfryd.log", ["NOTIFY_SOCKET": path])
    #expect(try told("EXTEND_TIMEOUT_USEC=").contains("EXTEND_TIMEOUT_USEC=60000000"))
    #expect(try told("READY=1") == ["READY=1"])
    #expect(try told("STATUS=").first?.hasPrefix("STATUS=Watching 5 assets of Liège") == true)

    for isGood in [true, false] {
      if !isGood { try town.write("city: 5\n", to: "belfry.yaml") }
      let before = Self.monotonicMicroseconds
      #expect(try town.ask("/v1/reload", method: "POST").status == (isGood ? 200 : 422))
      let lines = try told("RELOADING=1")
      let moment = try #require(lines.last?.split(separator: "=").last.flatMap { UInt64($0) })
      #expect(lines == ["RELOADING=1", "MONOTONIC_USEC=\(moment)"])
      #expect((before...Self.monotonicMicroseconds).contains(moment))
      #expect(try told("READY=1") == ["READY=1"])
    }

    daemon.send(SIGTERM)
    #expect(try told("STOPPING=1") == ["STOPPING=1", "STATUS=Stopping"])
    #expect(daemon.wait() == 0)
  }

  /// The system's CLOCK_MONOTONIC.
  private static var monotonicMicroseconds: UInt64 { UInt64(ProcessInfo.processInfo.systemUptime * 1e6) }
}
