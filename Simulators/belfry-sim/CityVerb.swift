import ArgumentParser
import Config
import Foundation
import Model
import SimulatedCity

/// `belfry-sim city`: the sensors of a registry.
struct CityVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "city",
    abstract: "Simulates the assets and devices of a registry and publishes what they report.",
    discussion: """
      Simulated time runs --speed times faster than the clock, but the times in the messages are those of \
      the clock: so are the durations of rules and of free parking. To score those against --truth use --speed 1. \
      The same registry, seed and start give the same city.
      """)

  @Option(help: "The broker: mqtt://HOST:PORT, or mqtts://HOST:PORT.", transform: Arguments.broker)
  var broker: BrokerURL

  @Option(help: "The folder with assets.csv.")
  var city: String

  @Option(help: "How many times faster than the clock.")
  var speed = 60.0

  @Option(help: "What is left to chance follows from this number.")
  var seed: UInt64 = 1

  @Option(
    name: .customLong("for"), help: "How long, by the clock: 30s, 10m, 4h. Without it, until Ctrl-C.",
    transform: Arguments.duration)
  var duration: Duration?

  @Option(
    help:
      "What goes wrong: loss=0.02,duplicate=0.05,late=0.01,malformed=0.001,rejoin=0.001,death=0,gateway=0.",
    transform: Arguments.faults)
  var faults = Faults()

  @Option(help: "The file for the record of what truly went on, as JSON lines.")
  var truth: String?

  @Option(
    help: "The simulated local time to start at, such as 2026-05-04T07:30. By default 07:30 on a workday.")
  var start: String?

  @Option(help: "The city's time zone.", transform: Arguments.timeZone)
  var timezone = TimeZone(identifier: "Europe/Brussels") ?? .gmt

  func validate() throws {
    guard speed > 0, speed <= 1_000_000 else { throw ValidationError("--speed is above 0, at most 1000000") }
  }

  func run() throws {
    Interrupt.listen()
    let definition = try Registry.read(city)
    let start = try SimulatedStart(start, in: timezone)
    let truthFile = try truth.map(TruthFile.init)
    let publisher = try Publisher(broker, qos: 1)
    try publisher.connect()
    var simulation = try Simulation(definition, settings(start))
    try truthFile?.append([simulation.opening])
    let began = ContinuousClock.now
    try publish(&simulation, publisher, truthFile, began)
    publisher.finish(within: .seconds(5))
    try truthFile?.append(
      simulation.takeFacts().map { $0.json(simulation.settings.clock) } + [simulation.totals.json])
    print(summary(simulation, publisher, took: .now - began))
  }

  private func settings(_ start: SimulatedStart) -> Simulation.Settings {
    let now = Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
    let clock = MessageClock(simulatedStart: start.moment, messageStart: now, speed: speed)
    let end = duration.map { start.moment + .seconds($0.inSeconds * speed) }
    return Simulation.Settings(
      seed: seed, clock: clock, utcOffset: start.utcOffset, faults: faults, end: end ?? .distantFuture)
  }

  /// Publishes each message when its time has come.
  private func publish(
    _ simulation: inout Simulation, _ publisher: Publisher, _ truthFile: TruthFile?,
    _ began: ContinuousClock.Instant
  ) throws {
    let clock = simulation.settings.clock
    var progress = ProgressLine()
    defer { progress.clear() }
    while let emission = simulation.next() {
      publisher.serve(until: began + (clock.messageTime(emission.simulatedAt) - clock.messageStart))
      if Interrupt.isRequested { return }
      try publisher.publish(topic: emission.topic, payload: emission.payload)
      try truthFile?.append(simulation.takeFacts().map { $0.json(clock) })
      progress.show(
        "simulated \(emission.simulatedAt), \(publisher.published) messages, \(publisher.acknowledged) acknowledged"
      )
    }
    if let duration { publisher.serve(until: began + duration) }
  }

  private func summary(_ simulation: Simulation, _ publisher: Publisher, took: Duration) -> String {
    let totals = simulation.totals
    return """
      published \(publisher.published) messages in \(Int(took.inSeconds.rounded())) s, \
      \(publisher.acknowledged) acknowledged; of \(totals.uplinks) uplinks \(totals.unheard) unheard, \(totals.lost) lost, \
      \(totals.duplicated) twice, \(totals.late) late, \(totals.malformed) malformed, \
      \(totals.pending) under way; \(totals.joins) joins
      """
  }
}
