import Foundation
import Glibc
import Testing

/// The city's thread gets no processor for a while: what arrived meanwhile counts as of when it arrived.
@Suite(.enabled(if: Programs.canTrace, "it needs strace, and leave to trace"))
struct HeldUpTests {
  private static let rules = """
    rules:
      - alert: container-nearly-full
        kind: container
        when: fill_level >= 80 %
        for: 4s
        summary: "{name}: {fill_level} full"

    """

  /// A full container is empty again before its alert is due. Both messages wait when the time has passed, with more
  /// between them than the city takes at once.
  @Test func noTimerGoesBeforeWhatArrivedBeforeIt() throws {
    let town = try Town(rules: Self.rules)
    try town.startBroker()
    try town.startDaemon()
    let tracer = try Self.hold(town)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    let due = ContinuousClock.now + .seconds(4)
    // A broker sends no more than it wants to see acknowledged, but of QoS 0 as much as there is.
    try town.publishLines([String](repeating: "{", count: 1500), qos: 0)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 1400, counter: 2))
    try #require(ContinuousClock.now < due, "the machine is too slow for this test")
    try eventually("the alert would be due") { ContinuousClock.now > due + .seconds(1) }
    tracer.send(SIGTERM)
    _ = try town.settle(received: 1502)
    let states = try town.texts("SELECT state FROM transition ORDER BY at")
    #expect(!states.contains("firing"), "\(states)")
  }

  /// Holds the city's thread in its sleep for as long as the program runs that this gives.
  private static func hold(_ town: Town) throws -> ChildProcess {
    let thread = try #require(try town.thread("city"))
    let tracer = try town.launch(
      "strace",
      [
        "-q", "-p", "\(thread.id)", "-o", "/dev/null", "-e", "trace=poll", "-e",
        "inject=poll:delay_exit=60000000",
      ], log: "strace.log")
    // `t`: stopped by who traces it.
    try eventually("it is held") { try String(contentsOfFile: thread.stat, encoding: .utf8).contains(") t ") }
    return tracer
  }
}
