import Foundation
import Glibc
import Synchronization
import Testing
import Wire

/// Topics, programs and mailboxes that are told of alerts.
@Suite struct ReceiverTests {
  private static func town(_ receiver: String) throws -> Town {
    let town = try Town()
    try town.notify(receiver)
    try town.startBroker()
    return town
  }

  private static func level(_ town: Town, _ distance: Int, _ counter: Int) throws {
    try town.publish(
      Messages.topic(Messages.container), Messages.level(distance: distance, counter: counter))
  }

  // MARK: - Topics

  /// What the broker shows to somebody who comes now.
  private static func retained(_ town: Town) throws -> [String] {
    let result = try Programs.run(
      "mosquitto_sub",
      ["-p", "\(town.port)", "-t", "city/alerts/#", "-v", "--retained-only", "-W", "1"])
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test func aTopicShowsHowAnAlertStands() throws {
    let town = try Self.town(#"{mqtt_topic: "city/alerts/{district}/{asset}"}"#)
    try town.startDaemon()
    let listener = try town.launch(
      "mosquitto_sub", ["-p", "\(town.port)", "-q", "1", "-t", "city/alerts/#", "-v"],
      log: "heard.log")
    func heard() -> [String] {
      let text = (try? String(contentsOfFile: town.folder + "/heard.log", encoding: .utf8)) ?? ""
      return text.split(separator: "\n").map(String.init)
    }
    try Self.level(town, 300, 1)
    try eventually("it is shown") { try Self.retained(town).count == 1 }
    let shown = try #require(try Self.retained(town).first)
    #expect(shown.hasPrefix("city/alerts/Centre/c1 {"))
    let alert = try JSONDecoder().decode(AlertObject.self, from: Data(shown.dropFirst(22).utf8))
    #expect(try town.alerts() == [alert])
    #expect(try town.belfry("alert", "acknowledge", alert.id).status == 0)
    try eventually("the change is shown") {
      try Self.retained(town).first?.contains(#""by":"#) == true
    }
    try Self.level(town, 1400, 2)
    try eventually("the topic is cleared") { try Self.retained(town).isEmpty }
    try eventually("the end was heard") { heard().last == "city/alerts/Centre/c1 (null)" }
    #expect(heard().dropLast().last?.contains(#""state":"resolved""#) == true)
    #expect(listener.isRunning)
  }

  @Test func aBrokerThatIsAwayIsToldWhenItIsBack() throws {
    let town = try Self.town(#"{mqtt_topic: "city/alerts/{asset}"}"#)
    try town.startDaemon()
    try town.whileNobodyWrites {
      // The broker has the message, and the alert is not on disk before the broker is gone.
      try Self.level(town, 300, 1)
      try eventually("it is in the daemon") { try town.status().ingest.received == 1 }
      town.stopBroker()
    }
    try eventually("it is tried") { try town.status().notifications.first?.failed ?? 0 > 0 }
    try town.startBroker()
    try eventually("it is shown") { try Self.retained(town).count == 1 }
  }

  // MARK: - Programs

  @Test func aProgramReadsTheMessage() throws {
    let town = try Town()
    let program = town.folder + "/page"
    try town.write("#!/bin/sh\ncat > \"$1\"\nenv > \"$1.env\"\n", to: "page")
    chmod(program, 0o700)
    let output = town.folder + "/a file; touch x"
    try town.notify("{command: [\(program), \"\(output)\"], name: page, group_wait: 0s}")
    try town.startBroker()
    try town.startDaemon()
    try Self.level(town, 300, 1)
    try eventually("it was told") { try town.status().notifications.first?.delivered == 1 }
    let json = try Data(contentsOf: URL(fileURLWithPath: output))
    let message = try JSONDecoder().decode(WebhookMessage.self, from: json)
    #expect(message.receiver == "page")
    #expect(message.alerts.map { $0.labels["asset"] } == ["c1"])
    let environment = try String(contentsOfFile: output + ".env", encoding: .utf8)
    #expect(!environment.contains("NOTIFY_SOCKET"))
  }

  @Test func aProgramThatFailsOrHangsIsStartedAgain() throws {
    let town = try Town()
    let program = town.folder + "/page"
    try town.write(
      """
      #!/bin/sh
      echo x >> \(town.folder)/starts
      case $(wc -l < \(town.folder)/starts) in
        1) exit 3;;
        2) sleep 1000;;
      esac

      """, to: "page")
    chmod(program, 0o700)
    try town.notify("{command: [\(program)], name: page, time_limit: 1s, group_wait: 0s}")
    try town.startBroker()
    try town.startDaemon()
    try Self.level(town, 300, 1)
    try eventually("it was told") { try town.status().notifications.first?.delivered == 1 }
    #expect(try town.status().notifications.first?.failed == 2)
    #expect(town.log.contains("page: not reached, it is tried again: it ended with status 3"))
  }

  // MARK: - Mailboxes

  @Test func aMailboxGetsAMail() throws {
    let server = try MailSink()
    defer { server.close() }
    let town = try Self.town(
      "{email: [ops@city.example, mayor@city.example], smtp: \"127.0.0.1:\(server.port)\", group_wait: 0s}"
    )
    try town.startDaemon()
    try Self.level(town, 300, 1)
    try eventually("it has come") { server.conversation.last == "." }
    let lines = server.conversation
    #expect(lines.contains("MAIL FROM:<belfry@localhost>"))
    #expect(
      lines.filter { $0.hasPrefix("RCPT TO:") } == [
        "RCPT TO:<ops@city.example>", "RCPT TO:<mayor@city.example>",
      ])
    let subject = try #require(lines.first { $0.hasPrefix("Subject: =?UTF-8?B?") })
    let word = try #require(Data(base64Encoded: String(subject.dropFirst(19).dropLast(2))))
    #expect(String(decoding: word, as: UTF8.self).hasPrefix("[Liège] 1 firing: container"))
    let start = try #require(lines.firstIndex(of: ""))
    let body = try #require(Data(base64Encoded: lines[(start + 1)...].dropLast().joined()))
    #expect(
      String(decoding: body, as: UTF8.self).contains("warning: Place Saint-Lambert: 92.3 % full"))
    try eventually("it is noted") { try town.status().notifications.first?.delivered == 1 }
  }
}

/// A mail server that takes everything, and remembers what it was told, line by line.
final class MailSink: Sendable {
  let port: Int
  private let listener: Int32
  private let lines = Mutex<[String]>([])

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    port = bindToFreePort(listener)
    try #require(listen(listener, 8) == 0)
    Thread.detachNewThread { [self] in
      while case let connection = accept(listener, nil, nil), connection >= 0 { serve(connection) }
      Glibc.close(listener)
    }
  }

  var conversation: [String] { lines.withLock { $0 } }

  func close() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve(_ connection: Int32) {
    defer { Glibc.close(connection) }
    func say(_ text: String) { _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var rest = ""
    var isInMessage = false
    say("220-mail.city.example\r\n220 at your service\r\n")
    while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
      rest += String(decoding: buffer[..<count], as: UTF8.self)
      while let end = rest.range(of: "\r\n") {
        let line = String(rest[..<end.lowerBound])
        rest = String(rest[end.upperBound...])
        if line == "QUIT", !isInMessage { return }
        lines.withLock { $0.append(line) }
        if isInMessage {
          guard line == "." else { continue }
          isInMessage = false
          say("250 taken\r\n")
        } else {
          isInMessage = line == "DATA"
          say(isInMessage ? "354 go on\r\n" : "250 good\r\n")
        }
      }
    }
  }
}
