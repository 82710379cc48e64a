public import ArgumentParser
import Config
import Foundation
import Model
public import SimulatedCity

/// `belfry-sim flood`: as many messages as wanted, as fast as wanted.
struct FloodVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flood",
    abstract: "Publishes messages of many devices, as fast as the broker takes them.",
    discussion: """
      The devices have the EUIs from 70B3D57ED0000000 upwards and speak the codec elsys on port 5: \
      temperature, CO2, battery voltage and light.
      """)

  @Option(help: "The broker: mqtt://HOST:PORT, or mqtts://HOST:PORT.", transform: Arguments.broker)
  var broker: BrokerURL

  @Option(help: "How many devices take turns.")
  var devices = 20_000

  @Option(help: "How many messages.")
  var count: Int

  @Option(help: "Messages a second. Without it, as fast as the broker takes them.")
  var rate: Double?

  @Option(help: "The quality of service, 0 or 1.")
  var qos = 1

  @Option(help: "The format of the messages: tts-v3 or chirpstack-v4.")
  var format = Flood.Format.theThingsStack

  func validate() throws {
    guard (1...1_000_000).contains(devices) else { throw ValidationError("--devices is 1 to 1000000") }
    guard count > 0 else { throw ValidationError("--count is above 0") }
    guard rate.map({ $0 > 0 }) ?? true else { throw ValidationError("--rate is above 0") }
    guard (0...1).contains(qos) else { throw ValidationError("--qos is 0 or 1") }
  }

  func run() throws {
    Interrupt.listen()
    let publisher = try Publisher(broker, qos: qos)
    try publisher.connect()
    var flood = Flood(devices: devices, format: format)
    var progress = ProgressLine()
    let began = ContinuousClock.now
    while publisher.published < count, !Interrupt.isRequested {
      if let rate { publisher.serve(until: began + .seconds(Double(publisher.published) / rate)) }
      let emission = flood.next(at: Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)))
      try publisher.publish(topic: emission.topic, payload: emission.payload)
      progress.show("\(publisher.published) of \(count) messages, \(publisher.acknowledged) acknowledged")
    }
    publisher.finish(within: .seconds(30))
    progress.clear()
    let seconds = (ContinuousClock.now - began).inSeconds
    print(
      "published \(publisher.published) messages in \(seconds) s, \(Int(Double(publisher.published) / seconds)) a second, "
        + "\(publisher.acknowledged) acknowledged")
  }
}

extension Flood.Format: ExpressibleByArgument {}
