import Foundation
import Glibc
import Testing
import Wire

/// A broker that forgets: killed before it has written anything down, or without a store at all.
@Suite struct BrokerLossTests {
  /// Its session with us is gone too, subscriptions included. What we acknowledged we have; what it had kept is lost
  /// with it, so here it has nothing when it goes.
  @Test func whatTheBrokerForgotTheHistoryHasAndWhatComesThenComes() throws {
    let town = try KillTests.town("")
    try town.startBroker()
    try town.startDaemon()
    func publish(_ counters: ClosedRange<Int>) throws {
      let room = "70b3d57ed0000000"
      try town.publishLines(counters.map { Messages.uplink(room, port: 5, counter: $0, "0100e2") })
    }
    for life in 0..<3 {
      try publish(life * 100 + 1...life * 100 + 100)
      _ = try town.settle(received: life * 100 + 100)
      try town.forgetfulBroker()
      #expect(!town.log.contains("with the session it kept for us"))
    }
    try publish(301...400)
    _ = try town.settle(received: 400)
    #expect(try town.uplinks(ofDevicesLike: "%").map(\.counter) == Array(1...400))
    #expect(try town.status().ingest.duplicates == 0)
    #expect(try town.status().brokers[0].reconnects == 3)
  }
}

extension Town {
  /// Kills the broker, takes its store away, and starts it again; waits until the daemon has subscribed anew.
  fileprivate func forgetfulBroker() throws {
    signalBroker(SIGKILL)
    stopBroker()
    try? FileManager.default.removeItem(atPath: folder + "/mosquitto.db")
    try startBroker()
    try awaitSubscriptions()
  }
}
