import Foundation
import Glibc
import Testing
import Wire

/// The listener on the network: everything can be read, nothing changed, nobody can hold it up.
@Suite struct NetworkTests {
  /// A town whose daemon also listens on the network.
  private static func town() throws -> (town: Town, port: Int) {
    let town = try Town()
    let port = freePort()
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
    try town.write(
      text.replacing("{socket: run/api.sock}", with: "{socket: run/api.sock, listen: \"127.0.0.1:\(port)\"}"),
      to: "belfry.yaml")
    return (town, port)
  }

  /// What curl prints: the answer's head and body.
  private static func curl(_ port: Int, _ path: String, _ arguments: String...) throws -> String {
    let result = try Programs.run(
      "curl", ["-s", "-i", "-m", "30"] + arguments + ["http://127.0.0.1:\(port)\(path)"])
    return result.output
  }

  @Test func everythingCanBeReadAndNothingChanged() throws {
    let (town, port) = try Self.town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    let id = try #require(try town.alerts().first?.id)

    for path in ["/v1/status", "/v1/assets/c1", "/v1/alerts", "/metrics", "/", "/belfry.js", "/belfry.css"] {
      let answer = try Self.curl(port, path)
      #expect(answer.hasPrefix("HTTP/1.1 200"), "\(path): \(answer)")
      #expect(answer.contains("X-Content-Type-Options: nosniff\r\n"), "\(path)")
      #expect(answer.contains("default-src 'none'"), "\(path)")
      #expect(try Self.curl(port, path, "--head").hasPrefix("HTTP/1.1 200"), "\(path)")
    }
    #expect(try Self.curl(port, "/v1/nothing").hasPrefix("HTTP/1.1 404"))
    #expect(try Self.curl(port, "/v1/nothing").contains("default-src 'none'"))

    for path in ["/v1/alerts/\(id)/acknowledge", "/v1/backup", "/v1/status"] {
      for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let answer = try Self.curl(port, path, "-X", method, "-d", "{\"comment\":\"mine\"}")
        #expect(answer.hasPrefix("HTTP/1.1 405"), "\(method) \(path): \(answer)")
        #expect(answer.contains("Allow: GET, HEAD\r\n"))
      }
    }
    #expect(try town.alerts().first?.acknowledged == nil)
    #expect(try Self.curl(port, "/v1/status", "-X", "GET", "-d", "x").hasPrefix("HTTP/1.1 413"))
  }

  @Test func aHeadThatIsTooLongOrTooSlowIsNotWaitedFor() throws {
    let (town, port) = try Self.town()
    try town.startDaemon()
    let long = String(repeating: "x", count: 20_000)
    #expect(!(try Self.curl(port, "/v1/status", "-H", "X-Long: \(long)").hasPrefix("HTTP/1.1 200")))
    #expect(try Self.curl(port, "/v1/status").hasPrefix("HTTP/1.1 200"))

    // A byte now and then keeps nothing open.
    let slow = try #require(TCPSocket(port: port))
    slow.send("GET /v1/status HTTP/1.1\r\nHost: b")
    try eventually("the daemon closes the connection", seconds: 60) {
      slow.send("e")
      usleep(500_000)
      return slow.isClosed
    }
  }

  @Test func connectionsAreCountedAndTheNextWait() throws {
    let (town, port) = try Self.town()
    try town.startDaemon()
    var idle = (0..<256).compactMap { _ in TCPSocket(port: port) }
    #expect(idle.count == 256)
    #expect(try town.status().ready, "the socket does not suffer")
    // One more is let in when the idle ones are closed for being idle.
    #expect(try Self.curl(port, "/v1/status").hasPrefix("HTTP/1.1 200"))
    idle.removeAll()
  }

  @Test func itIsOffUnlessItIsAskedFor() throws {
    let town = try Town()
    try town.startDaemon()
    #expect(!town.log.contains("read-only"))
  }

  @Test func aPortThatIsTakenIsSaid() throws {
    let (town, port) = try Self.town()
    let other = try #require(TCPSocket(listeningOn: port))
    let result = try Programs.run("belfryd", ["--config", town.configuration])
    #expect(result.status == 1)
    #expect(result.errors.contains("api.listen: nobody can listen on 127.0.0.1:\(port)"), "\(result.errors)")
    withExtendedLifetime(other) {}
  }
}
