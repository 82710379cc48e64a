import Foundation
import Testing
import Wire

/// The ways in which a broker can be reached, against a real one.
@Suite struct BrokerOptionsTests {
  @Test func tlsWithAClientCertificateAndAPassword() throws {
    let town = try Town()
    try Certificates.make(in: town.folder, host: "127.0.0.1")
    let secure = try Self.addListener(
      to: town, "require_certificate true", passwordFor: "belfry")
    try town.startBroker()
    try Self.configure(
      town, "mqtts://127.0.0.1:\(secure)",
      """
          username: belfry
          password_file: \(town.folder)/password
          tls: {ca_file: ca.pem, cert_file: client.pem, key_file: client.key}

      """)
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    #expect(try town.settle(received: 1).decoded == 1)
  }

  @Test func aWrongNameInTheCertificateIsRefused() throws {
    let town = try Town()
    try Certificates.make(in: town.folder, host: "elsewhere.example")
    let secure = try Self.addListener(to: town)
    try town.startBroker()
    try Self.configure(town, "mqtts://127.0.0.1:\(secure)", "    tls: {ca_file: ca.pem}\n")
    try town.startDaemon(isRefused: true)
    #expect(try !town.status().brokers[0].connected)
    #expect(town.log.contains("not made out to 127.0.0.1"), "\(town.log)")
  }

  @Test func aWrongPasswordIsRefused() throws {
    let town = try Town()
    try Certificates.make(in: town.folder, host: "127.0.0.1")
    let secure = try Self.addListener(to: town, passwordFor: "belfry")
    try town.startBroker()
    try town.write("wrong\n", to: "password")
    try Self.configure(
      town, "mqtts://127.0.0.1:\(secure)",
      "    username: belfry\n    password_file: \(town.folder)/password\n    tls: {ca_file: ca.pem}\n")
    try town.startDaemon(isRefused: true)
    try eventually("refused") { town.log.contains("not authorised") || town.log.contains("ot authorized") }
    #expect(try !town.status().brokers[0].connected)
  }

  @Test func severalBrokersAtOnce() throws {
    let (town, other) = (try Town(), try Town())
    try town.startBroker()
    try other.startBroker()
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
    let second = """
        - broker: mqtt://127.0.0.1:\(other.port)
          protocol: 5
          subscribe: [{topic: "v3/+/devices/+/up", format: tts-v3}]

      """
    try town.write(text.replacing("storage:", with: second + "storage:"), to: "belfry.yaml")
    try town.startDaemon()
    try eventually("both connected") { try town.status().brokers.map(\.connected) == [true, true] }
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    try other.publish(Messages.topic(Messages.bay), Messages.uplink(Messages.bay, port: 1, counter: 1, "01"))
    #expect(try town.settle(received: 2).decoded == 2)
    other.stopBroker()
    try eventually("one is known to be away") {
      try town.status().brokers.map(\.connected) == [true, false]
    }
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 400, counter: 2))
    #expect(try town.settle(received: 3).decoded == 3, "the other is heard")
    try other.startBroker()
    try eventually("it is found again") { try town.status().brokers.map(\.connected) == [true, true] }
  }

  @Test(.enabled(if: FakeClock.isPossible, "it needs libfaketime"))
  func anExpiredCertificateIsRefused() throws {
    let town = try Town()
    try Certificates.make(in: town.folder, host: "127.0.0.1", daysAgo: 3)
    let secure = try Self.addListener(to: town)
    try town.startBroker()
    try Self.configure(town, "mqtts://127.0.0.1:\(secure)", "    tls: {ca_file: ca.pem}\n")
    try town.startDaemon(isRefused: true)
    #expect(try !town.status().brokers[0].connected)
    #expect(town.log.contains("expired"), "\(town.log)")
  }

  /// Adds a TLS listener to the town's broker.
  /// - Returns: its port.
  private static func addListener(
    to town: Town, _ line: String = "", passwordFor user: String? = nil
  ) throws -> Int {
    let port = freePort()
    var text = try String(contentsOfFile: town.folder + "/mosquitto.conf", encoding: .utf8)
    text = "per_listener_settings true\n" + text
    text += """
      listener \(port) 127.0.0.1
      cafile \(town.folder)/ca.pem
      certfile \(town.folder)/broker.pem
      keyfile \(town.folder)/broker.key
      \(line)

      """
    if let user {
      try town.write("secret\n", to: "password")
      let file = town.folder + "/passwords"
      let result = try Programs.run("mosquitto_passwd", ["-c", "-b", file, user, "secret"])
      try #require(result.status == 0, "\(result.errors)")
      text += "allow_anonymous false\npassword_file \(file)\n"
    } else {
      text += "allow_anonymous true\n"
    }
    // A broker that is started by root gives up its rights, and could not read its key here.
    try town.write(text + "user root\n", to: "mosquitto.conf")
    return port
  }

  private static func configure(_ town: Town, _ url: String, _ lines: String) throws {
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
      .replacing("mqtt://127.0.0.1:\(town.port)\n", with: "\(url)\n\(lines)")
    try town.write(text, to: "belfry.yaml")
  }
}

/// An authority and what it certifies, made by `openssl` for one test.
enum Certificates {
  /// Makes ca.pem, broker.pem and .key for `host`, and client.pem and .key; good for two days, from so long ago.
  static func make(in folder: String, host: String, daysAgo: Int = 0) throws {
    let clock = daysAgo > 0 ? try FakeClock(in: folder) : nil
    try clock?.set(seconds: -86_400 * daysAgo)
    func run(_ arguments: [String]) throws {
      let result = try Programs.run("openssl", arguments, environment: clock?.environment ?? [:])
      try #require(result.status == 0, "\(result.errors)")
    }
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try run(
      ["req", "-x509"] + key
        + [
          "-days", "2", "-subj", "/CN=Test authority", "-keyout", "\(folder)/ca.key", "-out",
          "\(folder)/ca.pem",
        ])
    let isAddress = host.allSatisfy { $0.isNumber || $0 == "." }
    for (name, subject) in [("broker", host), ("client", "belfry")] {
      let names = name == "broker" ? ["-addext", "subjectAltName=\(isAddress ? "IP" : "DNS"):\(host)"] : []
      try run(
        ["req", "-x509", "-CA", "\(folder)/ca.pem", "-CAkey", "\(folder)/ca.key"] + key
          + ["-days", "2", "-subj", "/CN=\(subject)", "-addext", "basicConstraints=critical,CA:FALSE"] + names
          + ["-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).pem"])
    }
  }
}
