import Foundation
import Glibc
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
    try town.listenToo(to: other)
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

  @Test func anOldVersionOfTLSIsRefused() throws {
    let town = try Town()
    try Certificates.make(in: town.folder, host: "127.0.0.1")
    let secure = freePort()
    let server = try town.launch(
      "openssl",
      [
        "s_server", "-www", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", "-accept", "\(secure)", "-cert",
        town.folder + "/broker.pem", "-key", town.folder + "/broker.key",
      ], log: "server.log")
    // It speaks with whoever does, and this machine's OpenSSL would.
    try town.write(
      """
      openssl_conf = all
      [all]
      ssl_conf = ssl
      [ssl]
      system_default = old
      [old]
      MinProtocol = TLSv1
      CipherString = DEFAULT@SECLEVEL=0

      """, to: "openssl.cnf")
    let old = ["OPENSSL_CONF": town.folder + "/openssl.cnf"]
    try eventually("an old client is taken") {
      let client = try Programs.run(
        "openssl", ["s_client", "-connect", "127.0.0.1:\(secure)", "-CAfile", town.folder + "/ca.pem"],
        environment: old)
      return client.output.contains("Protocol  : TLSv1.1") && client.output.contains("Verify return code: 0")
    }
    try Self.configure(town, "mqtts://127.0.0.1:\(secure)", "    tls: {ca_file: ca.pem}\n")
    let daemon = try town.launch("belfryd", ["--config", town.configuration], log: "belfryd.log", old)
    try eventually("refused") {
      town.log.contains("protocol version") || town.log.contains("unsupported protocol")
    }
    #expect(try !town.status().brokers[0].connected)
    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0)
    #expect(server.isRunning)
  }

  @Test func secretsAreNotTold() throws {
    let town = try Town()
    let secrets = (
      password: "wachtwoord-7f3a91", wrong: "verkeerd-55ad02", hook: "lessius-91be44", url: "beiaard-c03d17"
    )
    try Certificates.make(in: town.folder, host: "127.0.0.1")
    let secure = try Self.addListener(to: town, passwordFor: "belfry", secrets.password)
    try town.startBroker()
    try Self.configure(
      town, "mqtts://127.0.0.1:\(secure)",
      "    username: belfry\n    password_file: password\n    tls: {ca_file: ca.pem}\n")
    // A receiver that is away, so that it is spoken of.
    try town.write(secrets.hook, to: "hook")
    try town.notify(
      "{webhook: \"http://127.0.0.1:\(freePort())/hook/\(secrets.url)\", hmac_secret_file: hook, group_wait: 0s}"
    )
    var log = ""
    var shown = Data()
    for password in [secrets.wrong, secrets.password] {
      try town.write(password + "\n", to: "password")
      let isWrong = password == secrets.wrong
      try town.startDaemon(isRefused: isWrong)
      if isWrong {
        try eventually("refused") { town.log.contains("not authorised") }
      } else {
        try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
        try eventually("the receiver is missed") {
          try town.status().notifications.contains { $0.error != nil }
        }
      }
      let process = try String(contentsOfFile: town.database + ".lock", encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      for file in ["cmdline", "environ"] {
        shown.append(try Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/\(file)")))
      }
      for path in ["/v1/status", "/metrics", "/v1/alerts", "/v1/city", "/v1/openapi.yaml"] {
        shown.append(try town.ask(path).body)
      }
      shown.append(Data(try town.belfry("doctor").output.utf8))
      #expect(try town.stopDaemon() == 0)
      log += town.log
    }
    let history = try Data(contentsOf: URL(fileURLWithPath: town.database))
    #expect(log.contains("127.0.0.1"), "the log speaks of them")
    for secret in [secrets.password, secrets.wrong, secrets.hook, secrets.url] {
      #expect(!log.contains(secret), "\(secret): \(log)")
      #expect(shown.range(of: Data(secret.utf8)) == nil, "\(secret) is shown")
      #expect(history.range(of: Data(secret.utf8)) == nil, "\(secret) is in the history")
    }
  }

  @Test func nothingListensOnTheNetworkUnlessAskedTo() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    #expect(try Self.networkListeners(of: town) == 0)
    #expect(try town.stopDaemon() == 0)
    // The test sees one that is there.
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
    try town.write(
      text.replacing("socket: run/api.sock", with: "socket: run/api.sock, listen: 127.0.0.1:\(freePort())"),
      to: "belfry.yaml")
    try town.startDaemon()
    #expect(try Self.networkListeners(of: town) == 1)
  }

  /// How many sockets of the town's daemon listen on a network, or take datagrams from one.
  private static func networkListeners(of town: Town) throws -> Int {
    let process = try String(contentsOfFile: town.database + ".lock", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let folder = "/proc/\(process)/fd"
    let files = FileManager.default
    let open = Set(
      try files.contentsOfDirectory(atPath: folder).compactMap {
        try? files.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
      })
    let tables = ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"]
    return try tables.reduce(0) { count, table in
      let lines = try String(contentsOfFile: "/proc/\(process)/net/\(table)", encoding: .utf8).split(
        separator: "\n")
      return count
        + lines.dropFirst().map { $0.split(separator: " ") }.count {
          // 0A: listening, 07: without a connection (proc(5)).
          ["0A", "07"].contains($0[3]) && open.contains("socket:[\($0[9])]")
        }
    }
  }

  /// Adds a TLS listener to the town's broker.
  /// - Returns: its port.
  private static func addListener(
    to town: Town, _ line: String = "", passwordFor user: String? = nil, _ password: String = "secret"
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
      try town.write("\(password)\n", to: "password")
      try town.setPassword(password, of: user, in: "passwords")
      text += "allow_anonymous false\npassword_file \(town.folder)/passwords\n"
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
