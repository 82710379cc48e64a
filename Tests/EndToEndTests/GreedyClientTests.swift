import Foundation
import Glibc
import Testing
import Wire

/// Clients that take more than their share.
@Suite struct GreedyClientTests {
  /// As many readings as fill what lies between the daemon and somebody who does not read.
  private static func flood(_ town: Town) throws -> Int32 {
    try town.launch(
      "belfry-sim",
      [
        "flood", "--broker", "mqtt://127.0.0.1:\(town.port)", "--devices", "10", "--count", "4000",
        "--rate", "4000",
      ], log: "flood.log"
    ).wait()
  }

  @Test func oneWhoDoesNotReadHoldsUpNobodyAndNotTheEnd() throws {
    var assets = "asset,kind,name,district,latitude,longitude,device,codec,parameters\n"
    for number in 0..<10 { assets += "r\(number),room,R,,,,70b3d57ed000000\(number),elsys,\n" }
    let town = try Town(assets: assets)
    try town.startBroker()
    try town.startDaemon()
    let stuck = (0..<20).compactMap { _ in UnixSocket.connected(to: town.socket) }
    for (number, client) in stuck.enumerated() {
      client.send(number % 2 == 0 ? "GET /v1/events HTTP/1.1\r\nHost: b\r\n\r\n" : "GET /v1/st")
    }
    #expect(try Self.flood(town) == 0)
    #expect(try town.ask("/v1/status").status == 200)
    #expect(try town.stopDaemon() == 0)
    withExtendedLifetime(stuck) {}
  }

  @Test func oneUserDoesNotTakeAllConnections() throws {
    let town = try Town()
    // So few that a test can take them all.
    try town.startDaemon(openFiles: 128)
    var clients = (0..<64).compactMap { _ in UnixSocket.connected(to: town.socket) }
    func answer(_ client: UnixSocket) -> String {
      client.send("GET /-/ready HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n")
      return String(decoding: client.receive(), as: UTF8.self)
    }
    let answers = clients.map(answer)
    #expect(answers.first?.hasPrefix("HTTP/1.1 200") == true)
    let refusal = try #require(answers.first { $0.hasPrefix("HTTP/1.1 429") })
    #expect(refusal.contains("too many connections"))
    clients = []
    try eventually("there is room again") { try town.ask("/-/ready").status == 200 }
  }
}
