import Foundation
import Glibc
import Testing
import Wire

/// A broker and a daemon of a test's own, in a folder that goes when the test ends.
final class Town {
  let folder: String
  /// The broker's port.
  let port: Int
  private var subscriptions: [Subscription]
  private var broker: ChildProcess?
  private var daemon: ChildProcess?
  /// The daemon's clock, if it is to have one of its own.
  var clock: FakeClock?

  var socket: String { folder + "/run/api.sock" }
  var configuration: String { folder + "/belfry.yaml" }
  var database: String { folder + "/run/belfry.db" }

  static let assets = """
    asset,kind,name,district,latitude,longitude,device,codec,parameters
    c1,container,Place Saint-Lambert,Centre,50.645,5.573,24e1247130000001,milesight-em310-udl,empty_mm=1500;full_mm=200
    b1,parking_bay,Rue Léopold 1,Centre,50.644,5.574,70b3d5e75e000001,bosch-tps110,free_minutes=30
    r1,room,Classe 1,Outremeuse,50.641,5.582,a81758fffe000001,elsys,
    r2,room,Classe 2,Outremeuse,50.641,5.583,867723030711443,senml,
    l1,luminaire,Quai de la Batte 1,Centre,50.646,5.579,70b3d5de00000001,nas-ul20xx,rated_w=70

    """

  static let rules = """
    rules:
      - alert: container-nearly-full
        kind: container
        when: fill_level >= 80 %
        clear: fill_level < 65 %
        severity: warning
        summary: "{name}: {fill_level} full"
      - alert: room-co2-high
        kind: room
        when: co2 > 1000 ppm
        for: 1h
        summary: "{name}: {co2}"

    """

  /// What the daemon listens to, and in which format.
  typealias Subscription = (topic: String, format: String)

  static let subscriptions: [Subscription] = [
    ("v3/+/devices/+/up", "tts-v3"), ("v3/+/devices/+/join", "tts-v3"), ("nbiot/+/senml", "senml"),
  ]

  /// A town whose daemon does not run yet.
  init(
    rules: String = Town.rules, assets: String = Town.assets,
    subscriptions: [Subscription] = Town.subscriptions
  ) throws {
    self.subscriptions = subscriptions
    folder = "/tmp/belfry-test-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
    port = freePort()
    for name in ["", "/city", "/rules"] {
      try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
    }
    try write(assets, to: "city/assets.csv")
    try write(rules, to: "rules/rules.yaml")
    try configure(subscriptions: subscriptions)
    try write(
      """
      listener \(port) 127.0.0.1
      allow_anonymous true
      persistence true
      persistence_location \(folder)/
      max_queued_messages 1000000
      log_type subscribe
      log_type error

      """, to: "mosquitto.conf")
  }

  /// Writes `belfry.yaml` anew; `brokerPort` is where the daemon looks for the broker, if not there itself.
  func configure(subscriptions: [Subscription] = Town.subscriptions, brokerPort: Int? = nil) throws {
    self.subscriptions = subscriptions
    let lines = subscriptions.map { "      - {topic: \"\($0.topic)\", format: \($0.format)}" }
    try write(
      """
      city:
        name: Liège
        timezone: Europe/Brussels
        assets: [city/assets.csv]
      mqtt:
        - broker: mqtt://127.0.0.1:\(brokerPort ?? port)
          client_id: belfry-test
          subscribe:
      \(lines.joined(separator: "\n"))
      storage: {path: run/belfry.db}
      rules: [rules/*.yaml]
      api: {socket: run/api.sock}

      """, to: "belfry.yaml")
  }

  /// Lets the daemon listen to the broker of another town too.
  func listenToo(to other: Town) throws {
    let second = """
        - broker: mqtt://127.0.0.1:\(other.port)
          protocol: 5
          subscribe: [{topic: "v3/+/devices/+/up", format: tts-v3}]

      """
    let text = try String(contentsOfFile: configuration, encoding: .utf8)
    try write(text.replacing("storage:", with: second + "storage:"), to: "belfry.yaml")
  }

  /// Adds a receiver to `belfry.yaml`, written as there.
  func notify(_ receiver: String) throws {
    let text = try String(contentsOfFile: configuration, encoding: .utf8)
    try write(text + (text.contains("\nnotify:") ? "" : "notify:\n") + "  - \(receiver)\n", to: "belfry.yaml")
  }

  deinit {
    daemon = nil
    broker = nil
    try? FileManager.default.removeItem(atPath: folder)
  }

  func write(_ text: String, to file: String) throws {
    try text.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
  }

  // MARK: - Broker

  func startBroker() throws {
    broker = try launch("mosquitto", ["-c", folder + "/mosquitto.conf"], log: "mosquitto.log")
    let port = port
    try eventually("the broker listens") {
      try Programs.run("mosquitto_pub", ["-p", "\(port)", "-t", "hello", "-n"]).status == 0
    }
  }

  func stopBroker() {
    broker?.send(SIGTERM)
    broker?.wait()
  }

  /// Makes a file in which the broker finds one user with this password.
  func setPassword(_ password: String, of user: String, in file: String) throws {
    let result = try Programs.run("mosquitto_passwd", ["-c", "-b", folder + "/" + file, user, password])
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Publishes one message with QoS 1: when this returns, the broker has it.
  func publish(_ topic: String, _ payload: String, isRetained: Bool = false) throws {
    let result = try Programs.run(
      "mosquitto_pub",
      ["-p", "\(port)", "-q", "1", "-t", topic, payload.isEmpty ? "-n" : "-s"] + (isRetained ? ["-r"] : []),
      input: payload)
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Publishes messages, as fast as the broker takes them.
  func publishLines(_ payloads: [String], qos: Int = 1) throws {
    let result = try Programs.run(
      "mosquitto_pub", ["-p", "\(port)", "-q", "\(qos)", "-t", Messages.topic(Messages.room), "-l"],
      input: payloads.map { $0 + "\n" }.joined())
    try #require(result.status == 0, "\(result.errors)")
  }

  // MARK: - Daemon

  /// Starts the daemon and waits until it says that it is ready, and until the broker knows what it listens
  /// to, unless the broker is to refuse it.
  /// It may have `openFiles` open, as many as the test when `nil`.
  func startDaemon(isRefused: Bool = false, openFiles: Int? = nil) throws {
    let path = folder + "/notify.sock"
    unlink(path)
    let notify = try UnixSocket.datagrams(at: path)
    let limit = try openFiles.map { ["prlimit", "--nofile=\($0)", try Programs.path("belfryd")] }
    // libfaketime makes the first program's environment anew, before a Swift program has found its arguments by it.
    let before = clock == nil ? [] : ["env", try Programs.path("belfryd")]
    let command = (limit ?? (before.isEmpty ? ["belfryd"] : before)) + ["--config", configuration]
    daemon = try launch(
      command[0], Array(command.dropFirst()), log: "belfryd.log",
      (clock?.environment ?? [:]).merging(["NOTIFY_SOCKET": path]) { $1 })
    if clock?.isRight ?? true {
      while true {
        let text = String(decoding: notify.receive(), as: UTF8.self)
        try #require(!text.isEmpty, "the daemon never said READY=1: \(log)")
        if text.contains("READY=1") { break }
      }
    } else {
      // A Swift program that starts under a clock that goes wrong can't sleep: so it never says that it is ready.
      try eventually("the daemon listens") { UnixSocket.connected(to: socket) != nil }
    }
    if !isRefused, broker?.isRunning ?? false { try awaitSubscriptions() }
  }

  /// Waits until the broker has seen the last of the subscriptions: what is published from then on arrives.
  func awaitSubscriptions() throws {
    let topic = try #require(subscriptions.last).topic
    try eventually("the broker knows the subscriptions") {
      let log = try String(contentsOfFile: folder + "/mosquitto.log", encoding: .utf8)
      return log.contains("belfry-test 1 \(topic)")
    }
  }

  /// The process that runs the daemon's scripts; `nil` when there is none.
  func scriptProcess() throws -> pid_t? {
    let daemon = try daemonID()
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon)/task")
    let all = try threads.map {
      try String(contentsOfFile: "/proc/\(daemon)/task/\($0)/children", encoding: .utf8)
    }
    return all.joined(separator: " ").split(separator: " ").compactMap { pid_t($0) }.first
  }

  var log: String { (try? String(contentsOfFile: folder + "/belfryd.log", encoding: .utf8)) ?? "" }

  func killDaemon() throws {
    let daemon = try #require(daemon)
    daemon.send(SIGKILL)
    daemon.wait()
  }

  /// Sends a signal to the daemon.
  func signalDaemon(_ signal: Int32) { daemon?.send(signal) }

  /// Sends a signal to the broker.
  func signalBroker(_ signal: Int32) { broker?.send(signal) }

  /// Lets the daemon's files grow to so many bytes and no further, as on a full disk; `nil` makes room again.
  /// A daemon that does not ignore SIGXFSZ is ended by it.
  func limitFiles(toBytes bytes: Int?) throws {
    let limit = bytes.map(String.init) ?? "unlimited"
    let id = try daemonID()
    let result = try Programs.run("prlimit", ["--pid", "\(id)", "--fsize=\(limit):unlimited"])
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Lets the daemon open so many files more than it has open; `nil` takes the limit away.
  func leaveOpenFiles(_ more: Int?) throws {
    let id = try daemonID()
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count
    let limit = more.map { "\(open + $0):" } ?? "4096:"
    let result = try Programs.run("prlimit", ["--pid", "\(id)", "--nofile=\(limit)"])
    try #require(result.status == 0, "\(result.errors)")
  }

  /// The number of the daemon's process.
  func daemonID() throws -> pid_t { try #require(daemon).id }

  /// A thread of the daemon by its name, and the file that says how it is.
  func thread(_ name: String) throws -> (id: Int, stat: String)? {
    let folder = "/proc/\(try daemonID())/task"
    for id in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let found = try String(contentsOfFile: "\(folder)/\(id)/comm", encoding: .utf8)
      if found == name + "\n" { return (Int(id) ?? 0, "\(folder)/\(id)/stat") }
    }
    return nil
  }

  /// Whether the daemon has not ended.
  var isDaemonRunning: Bool { daemon?.isRunning ?? false }

  /// Lets the daemon take so much more memory than it has; `nil` takes the limit away.
  func limitMemory(toMoreBytes more: Int?) throws {
    let id = try daemonID()
    let pages = try String(contentsOfFile: "/proc/\(id)/statm", encoding: .utf8).split(separator: " ")
    let limit = more.map { "\((Int(pages[0]) ?? 0) * 4096 + $0):" } ?? "unlimited:"
    let result = try Programs.run("prlimit", ["--pid", "\(id)", "--as=\(limit)"])
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Lets something happen to these system calls of the daemon, as `strace --inject` says it, until the program that
  /// does it ends.
  func disturb(_ calls: String, _ injection: String) throws -> ChildProcess {
    let id = try daemonID()
    return try launch(
      "strace",
      [
        "-f", "-q", "-p", "\(id)", "-o", "/dev/null", "-e", "trace=\(calls)", "-e",
        "inject=\(calls):\(injection)",
      ], log: "strace.log")
  }

  /// Asks the daemon to end, and waits for it.
  /// - Returns: its exit status.
  func stopDaemon() throws -> Int32 {
    let daemon = try #require(daemon)
    daemon.send(SIGTERM)
    return daemon.wait()
  }

  /// Waits until the daemon ends by itself.
  /// - Returns: its exit status.
  func waitForDaemon() throws -> Int32 { try #require(daemon).wait() }

  /// Starts a program of this town, which writes what it has to say into a file of its folder.
  func launch(
    _ name: String, _ arguments: [String], log: String, _ environment: [String: String] = [:]
  ) throws -> ChildProcess {
    try ChildProcess(
      Programs.path(name), arguments, log: folder + "/" + log,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
  }

  // MARK: - API

  /// The answer to a request: its status and body.
  func ask(
    _ path: String, method: String = "GET", headers: [String: String] = [:], body: String = ""
  ) throws -> (status: Int, body: Data) {
    let fields = headers.map { "\($0): \($1)\r\n" }.joined()
    let connection = try #require(UnixSocket.connected(to: socket), "nobody listens on \(socket): \(log)")
    connection.send(
      "\(method) \(path) HTTP/1.1\r\nHost: belfry\r\nConnection: close\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    )
    var answer = Data()
    while case let more = connection.receive(), !more.isEmpty { answer.append(more) }
    let end = try #require(answer.range(of: Data("\r\n\r\n".utf8)))
    let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
    let status = try #require(Int(head.split(separator: " ")[1]))
    return (status, answer[end.upperBound...])
  }

  func get<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
    let answer = try ask(path)
    try #require(answer.status == 200, "\(path): \(String(decoding: answer.body, as: UTF8.self))")
    return try JSONDecoder().decode(type, from: answer.body)
  }

  func status() throws -> Status { try get(Status.self, "/v1/status") }
  func asset(_ id: String) throws -> AssetObject { try get(AssetObject.self, "/v1/assets/\(id)") }
  func alerts() throws -> [AlertObject] { try get(Page<AlertObject>.self, "/v1/alerts").items }

  /// Runs `belfry` against this daemon.
  func belfry(_ arguments: String...) throws -> Programs.Result {
    try Programs.run("belfry", arguments, environment: ["BELFRY_SOCKET": socket])
  }

  /// Waits until so many messages have come, and then looks that the books balance.
  func settle(received: Int, sourceLocation: SourceLocation = #_sourceLocation) throws -> Status.Ingest {
    try eventually("\(received) messages received and on disk", sourceLocation: sourceLocation) {
      let ingest = try status().ingest
      return ingest.received >= received && ingest.committed == ingest.received
    }
    let ingest = try status().ingest
    let rejected = ingest.rejected.values.reduce(0, +)
    #expect(
      ingest.received == ingest.decoded + ingest.duplicates + ingest.unknownDevice + rejected
        + ingest.ignored,
      sourceLocation: sourceLocation)
    #expect(ingest.received == received, sourceLocation: sourceLocation)
    return ingest
  }
}
