import Foundation
import Glibc
import Randomness
import Testing
import Wire

/// A city under load with all that a fault may touch: broker, link, daemon, receiver, publisher.
final class FaultyTown {
  let town: Town
  let hook: HookServer
  private let relay: Relay
  /// Another broker that the daemon listens to, which has nothing to say.
  private let other: Town
  private var clients: [UnixSocket] = []
  private var tracer: ChildProcess?
  /// The longest that an end in order took.
  private(set) var longestStop = Duration.zero
  /// What `mosquitto.conf` says.
  private let broker: String
  /// How often the daemon had connected again when the link became half-open.
  private var reconnects = 0
  private var deathsBefore = 0
  /// What `belfry.yaml` says.
  private let configuration: String
  /// How many messages of one device may come at once.
  private let burst: Int

  static let devices = 100

  /// A device that is registered, and that no counted message is of.
  private static let mad = "70B3D57F00000001"

  /// A town to which so many messages will be sent: when the broker has kept them all, they come at once, and still
  /// no device but the mad one is beyond its quota.
  init(messages: Int) throws {
    burst = messages / Self.devices + 500
    var assets = "asset,kind,name,district,latitude,longitude,device,codec,parameters\n"
    for number in 0..<Self.devices {
      assets += "r\(number),room,Room \(number),District \(number % 3),,,\(Self.eui(number)),elsys,\n"
    }
    let rules = """
      rules:
        - {alert: stuffy, kind: room, when: co2 > 1500 ppm, clear: co2 < 900 ppm}
        - {alert: warm, kind: room, when: "temperature > 23 °C", for: 2s}

      """
    assets += "mad,room,Mad room,District 0,,,\(Self.mad.lowercased()),elsys,\n"
    town = try Town(rules: rules, assets: assets)
    hook = try HookServer()
    other = try Town()
    // The publisher has a way of its own to the broker, so that it is not refused with the daemon.
    let port = freePort()
    relay = try Relay(toPort: port)
    try town.configure(brokerPort: relay.port)
    try town.write("secret\n", to: "password")
    try town.notify(
      "{webhook: \"http://127.0.0.1:\(hook.port)/\", name: ops, group_wait: 0s, group_interval: 0s, max_per_minute: 6000}"
    )
    // The shortest there is: a half-open link is noticed within twice as long.
    let entry =
      "client_id: belfry-test\n    keep_alive: 5s\n    username: belfry\n    password_file: password\n"
    let second = """
        - broker: mqtt://127.0.0.1:\(other.port)
          subscribe: [{topic: "v3/+/devices/+/up", format: tts-v3}]

      """
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
      .replacing("client_id: belfry-test\n", with: entry).replacing("storage:", with: second + "storage:")
    configuration = text + "limits: {device_messages_per_second: 50, device_burst: \(burst)}\n"
    try town.write(configuration, to: "belfry.yaml")
    // A broker that is started by root gives up its rights, and could not write its store here.
    // What it drops it says as a notice.
    broker =
      "per_listener_settings true\n"
      + (try String(contentsOfFile: town.folder + "/mosquitto.conf", encoding: .utf8))
      + "user root\nlog_type notice\nlistener \(port) 127.0.0.1\nallow_anonymous false\n"
    try town.setPassword("secret", of: "belfry", in: "passwords")
    try town.setPassword("another", of: "belfry", in: "other-passwords")
    try startBroker(passwords: "passwords")
    try other.startBroker()
    // What the daemon ignores it has from those who start it; this would end it when the disk is full.
    signal(SIGXFSZ, SIG_IGN)
    if FakeClock.isPossible { town.clock = try FakeClock(in: town.folder) }
    try town.startDaemon()
  }

  deinit {
    hook.close()
    relay.close()
  }

  /// The device with this number of the publisher's.
  static func eui(_ number: Int) -> String { "70b3d57ed" + String(format: "%07x", number) }

  /// Starts the broker with these users.
  private func startBroker(passwords: String) throws {
    try town.write(broker + "password_file \(town.folder)/\(passwords)\n", to: "mosquitto.conf")
    try town.startBroker()
  }

  /// Starts so many messages at such a rate.
  func flood(messages: Int, perSecond: Int) throws -> ChildProcess {
    try town.launch(
      "belfry-sim",
      [
        "flood", "--broker", "mqtt://127.0.0.1:\(town.port)", "--devices", "\(Self.devices)",
        "--count",
        "\(messages)", "--rate", "\(perSecond)",
      ], log: "flood.log")
  }

  // MARK: - Faults

  func bring(_ fault: Fault, _ random: inout SeededRandom) throws {
    switch fault {
    case .daemonKilled: try town.killDaemon()
    case .daemonStopped:
      let before = ContinuousClock.now
      #expect(try town.stopDaemon() == 0)
      let took = ContinuousClock.now - before
      #expect(took < .seconds(10), "it ends without delay")
      longestStop = max(longestStop, took)
    case .daemonFrozen: town.signalDaemon(SIGSTOP)
    case .brokerRestarted: town.stopBroker()
    case .brokerFrozen: town.signalBroker(SIGSTOP)
    case .credentialsRefused:
      town.stopBroker()
      try startBroker(passwords: "other-passwords")
      try eventually("the daemon is refused") {
        try town.status().brokers[0].problem?.contains("ot authori") ?? false
      }
    case .otherBrokerAway:
      other.stopBroker()
      try eventually("one broker is known to be away") {
        try town.status().brokers.map(\.connected) == [true, false]
      }
    case .linkCut: relay.cut()
    case .linkHalfOpen:
      reconnects = try town.status().brokers[0].reconnects
      relay.abandon()
    case .linkSlow: relay.limit(toBytesPerSecond: 20_000)
    case .diskFull: try town.limitFiles(toBytes: 200_000)
    case .diskSlow: tracer = try town.disturb("fdatasync,fsync", "delay_enter=100000")
    case .diskReadOnly: tracer = try town.disturb("pwrite64,ftruncate,fdatasync", "error=EROFS")
    case .diskFails: tracer = try town.disturb("fdatasync", "error=EIO")
    case .receiverRefuses: hook.become(.refuses)
    case .receiverSleeps: hook.become(.sleeps)
    case .hostileMessages:
      for _ in 0..<20 {
        try town.publish(Messages.topic(Messages.room), Self.hostileMessage(&random))
      }
    case .unknownDevices:
      try town.publishLines(
        (0..<2000).map { _ in
          let eui = String(format: "%016lX", UInt64.random(in: 0 ... .max, using: &random))
          return Messages.uplink(eui, port: 5, counter: 1, "0100e2")
        })
    case .greedyClients:
      for number in 0..<50 {
        guard let client = UnixSocket.connected(to: town.socket) else { continue }
        client.send(number % 2 == 0 ? "GET /v1/events HTTP/1.1\r\nHost: b\r\n\r\n" : "GET /v1/st")
        clients.append(client)
      }
    case .madDevice:
      let first = Int.random(in: 1...1_000_000, using: &random)
      try town.publishLines(
        (0..<burst + 2500).map { Messages.uplink(Self.mad, port: 5, counter: first + $0, "0100e2") })
    case .filesExhausted:
      try town.leaveOpenFiles(3)
      for _ in 0..<20 {
        guard let client = UnixSocket.connected(to: town.socket) else { continue }
        client.send("GET /v1/st")
        clients.append(client)
      }
    case .secondDaemon:
      let result = try Programs.run("belfryd", ["--config", town.configuration])
      #expect(result.status == 1, "two daemons: \(result.errors)")
    case .clockAhead: try town.clock?.set(seconds: .random(in: 60...90_000, using: &random))
    case .clockBehind: try town.clock?.set(seconds: -.random(in: 60...90_000, using: &random))
    case .memoryShort:
      deathsBefore = deathsOfHunger
      try town.limitMemory(toMoreBytes: .random(in: 0...4_000_000, using: &random))
      try town.publishLines((0..<10).map { _ in String(repeating: "[", count: 200_000) })
    case .reloaded:
      try town.write(configuration + "nonsense: true\n", to: "belfry.yaml")
      #expect(try town.belfry("reload").status != 0, "a broken configuration is refused")
      try town.write(configuration, to: "belfry.yaml")
      #expect(try town.belfry("reload").status == 0)
    }
  }

  /// How often the daemon has ended for want of memory.
  private var deathsOfHunger: Int { town.log.ranges(of: "failed to allocate").count }

  func take(away fault: Fault) throws {
    switch fault {
    case .daemonKilled, .daemonStopped: try town.startDaemon()
    case .daemonFrozen: town.signalDaemon(SIGCONT)
    case .brokerRestarted: try startBroker(passwords: "passwords")
    case .credentialsRefused:
      town.stopBroker()
      try startBroker(passwords: "passwords")
    case .otherBrokerAway:
      try other.startBroker()
      try eventually("it is found again") { try town.status().brokers.map(\.connected) == [true, true] }
    case .linkHalfOpen:
      try eventually("a half-open link is noticed") { try town.status().brokers[0].reconnects > reconnects }
    case .linkSlow: relay.limit(toBytesPerSecond: nil)
    case .brokerFrozen: town.signalBroker(SIGCONT)
    case .diskFull: try town.limitFiles(toBytes: nil)
    case .diskSlow, .diskReadOnly, .diskFails: tracer = nil
    case .receiverRefuses, .receiverSleeps: hook.become(.takes)
    case .greedyClients: clients = []
    case .filesExhausted:
      clients = []
      try town.leaveOpenFiles(nil)
    case .clockAhead, .clockBehind: try town.clock?.set(seconds: 0)
    case .memoryShort:
      // What gets no memory may end, as under an OOM killer: then it is started again. It is still there while it says why.
      if deathsOfHunger > deathsBefore { try eventually("it has ended") { !town.isDaemonRunning } }
      if town.isDaemonRunning { try town.limitMemory(toMoreBytes: nil) } else { try town.startDaemon() }
    case .linkCut, .hostileMessages, .unknownDevices, .madDevice, .secondDaemon, .reloaded: break
    }
  }

  /// A good message that something was done to, or none at all.
  private static func hostileMessage(_ random: inout SeededRandom) -> String {
    var bytes = Array(
      Messages.uplink(Messages.room, port: 5, counter: 1, "0100e2022904000506080a0d").utf8)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
    case 1: bytes = Array(repeating: UInt8(ascii: "["), count: 100_000)
    case 2: bytes = (0..<200).map { _ in UInt8.random(in: 1...127, using: &random) }
    case 3:
      bytes = Array(
        "{\"end_device_ids\":{\"dev_eui\":\"\(String(repeating: "F", count: 70_000))\"}}".utf8)
    default:
      for _ in 0..<5 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 32...126, using: &random)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
