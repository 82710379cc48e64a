public import Core
import Model

/// Who is told of alerts: one entry of `notify:`.
public struct NotificationConfiguration: Hashable, Sendable {
  /// The way to them.
  public enum Target: Hashable, Sendable {
    /// An HTTP endpoint; its body is signed when there is a secret.
    case webhook(url: String, hmacSecretFile: SecretFile?)
    /// A topic at each broker, in which `{asset}`, `{district}`, `{rule}` and `{severity}` are filled in.
    case mqttTopic(String)
    /// A program with its arguments, which may take so long.
    case command([String], timeLimit: Duration)
    /// A mailbox, by way of a mail server.
    case email(Mail)
  }

  /// Where a mail goes, and how.
  public struct Mail: Hashable, Sendable {
    /// The recipients' addresses; at least one.
    public let to: [String]
    /// The sender's address.
    public let from: String
    /// The mail server's host.
    public let host: String
    /// The mail server's port.
    public let port: Int
  }

  /// What the receiver is called; unique.
  public let name: String
  /// The way to it.
  public let target: Target
  /// What it wants to be told, and how often.
  public let policy: NotificationPolicy
  let place: Place
}

extension NotificationConfiguration {
  init?(_ section: Section, _ context: ReadingContext) {
    let policy = Self.readPolicy(section)
    let name = section["name"]?.value(.text("a name, for example `night shift`"))
    guard let target = Self.readTarget(section, context) else { return nil }
    self.init(
      name: name ?? target.usualName, target: target,
      policy: target.isState ? Self.statePolicy(policy, section) : policy, place: section.place)
  }

  static let keys =
    ["name"] + targetKeys + policyKeys + Array(companions.keys) + ["severity", "labels", "after"]
  private static let targetKeys = ["webhook", "mqtt_topic", "command", "email"]
  /// What makes no sense for a receiver that shows how things stand.
  private static let policyKeys = [
    "group_by", "group_wait", "group_interval", "repeat_interval", "max_per_minute",
  ]
  /// Keys that stand only beside one target.
  private static let companions = [
    "hmac_secret_file": "webhook", "time_limit": "command", "from": "email", "smtp": "email",
  ]

  // MARK: - Who

  private static func readTarget(_ section: Section, _ context: ReadingContext) -> Target? {
    for (key, target) in companions.sorted(by: { $0.key < $1.key })
    where section[key] != nil && section[target] == nil {
      section.report("has `\(key)` without `\(target)`", hint: "remove it, it belongs to `\(target)`")
    }
    let targets = targetKeys.compactMap { key in section[key].map { (key, $0) } }
    guard targets.count == 1, let (key, written) = targets.first else {
      section.report(
        "needs exactly one of `webhook`, `mqtt_topic`, `command` and `email`",
        hint: #"write one entry for each, for example `- {mqtt_topic: "belfry/alerts/{asset}"}`"#)
      return nil
    }
    switch key {
    case "webhook":
      let secret = section["hmac_secret_file"]?.value(.path).map { SecretFile($0, in: context.folder) }
      return written.url.map { .webhook(url: $0, hmacSecretFile: secret) }
    case "mqtt_topic": return written.value(.topicTemplate).map { .mqttTopic($0) }
    case "command": return readCommand(written, section)
    default: return readMail(written, section)
    }
  }

  private static func readCommand(_ written: Written, _ section: Section) -> Target? {
    let example = #"["/usr/local/bin/page", "--team", "waste"]"#
    let limit = section["time_limit"]?.value(.period) ?? .seconds(30)
    let words = written.list(atLeast: 1, example: example).compactMap { $0.value(.text("a word")) }
    guard let program = words.first else { return nil }
    guard program.hasPrefix("/") else {
      return written.unfit(
        "begins with `\(program)`", hint: "name the program by its whole path, for example `\(example)`")
    }
    return .command(words, timeLimit: limit)
  }

  private static func readMail(_ written: Written, _ section: Section) -> Target? {
    let recipients =
      written.text == nil ? written.list(atLeast: 1, example: "[ops@city.example]") : [written]
    let to = recipients.compactMap { $0.value(.mailAddress) }
    let from = section["from"].map { $0.value(.mailAddress) } ?? "belfry@localhost"
    let server = section["smtp"].map { $0.value(.mailServer) } ?? MailServer(host: "localhost", port: 25)
    guard to.count == recipients.count, let from, let server else { return nil }
    return .email(Mail(to: to, from: from, host: server.host, port: server.port))
  }

  // MARK: - What

  private static func readPolicy(_ section: Section) -> NotificationPolicy {
    var policy = NotificationPolicy()
    if let written = section["severity"] {
      policy.severities = Set(
        written.list(atLeast: 1, example: "[critical]").compactMap { $0.value(.choice) })
    }
    for (label, value) in section["labels"]?.section(keys: nil)?.all ?? [] {
      policy.labels[label] = value.value(.text("a label's value"))
    }
    if let written = section["group_by"] {
      policy.groupBy = written.list(example: "[alertname, district]")
        .compactMap { $0.value(.text("a label, for example `district`")) }
    }
    policy.groupWait = section["group_wait"]?.value(.duration) ?? policy.groupWait
    policy.groupInterval = section["group_interval"]?.value(.duration) ?? policy.groupInterval
    policy.repeatInterval = section["repeat_interval"]?.value(.period) ?? policy.repeatInterval
    policy.delay = section["after"]?.value(.duration) ?? policy.delay
    policy.perMinute = section["max_per_minute"]?.value(.whole(1...6000, example: 30)) ?? policy.perMinute
    return policy
  }

  /// A topic shows how an alert stands, at once and after every change.
  private static func statePolicy(_ written: NotificationPolicy, _ section: Section) -> NotificationPolicy {
    for key in policyKeys where section[key] != nil {
      section.report(
        "has `\(key)` beside `mqtt_topic`", hint: "remove it, a topic shows how each alert stands")
    }
    var policy = written
    policy.groupBy = []
    policy.groupWait = .zero
    policy.groupInterval = .zero
    policy.perMinute = 6000
    policy.tellsEveryChange = true
    return policy
  }
}

extension NotificationConfiguration.Target {
  fileprivate var isState: Bool { if case .mqttTopic = self { true } else { false } }

  /// What the receiver is called when nobody gave it a name. The path of a webhook may be a secret.
  fileprivate var usualName: String {
    switch self {
    case .webhook(let url, _):
      "webhook " + url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().prefix(1).joined()
    case .mqttTopic(let topic): "mqtt \(topic)"
    case .command(let words, _): "command \(words[0])"
    case .email(let mail): "email \(mail.to.joined(separator: ", "))"
    }
  }
}

extension Written {
  /// An address for HTTP. A message must not repeat a password that stands in it.
  var url: String? {
    let authority = text?.split(separator: "://", maxSplits: 1).last?.prefix { !"/?#".contains($0) }
    guard authority?.contains("@") != true else {
      return unfit("names a user", hint: "write the url without `USER:PASSWORD@`: it would stand in logs")
    }
    return value(.webURL)
  }
}

extension Shape<String> {
  /// An address for HTTP.
  fileprivate static let webURL = Shape("a url, for example `\"https://ops.example/hook\"`") { text in
    guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return nil }
    let host = text.dropFirst(scheme.utf8.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let isPrintable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return isPrintable && hostAndPort(host) != nil ? text : nil
  }

  /// An address for mail, without a name.
  static let mailAddress = Shape("an address, for example `ops@city.example`") { text in
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isPrintable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }
    return isPrintable && parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? text : nil
  }
}

/// Where mail is handed over.
struct MailServer: Sendable {
  let host: String
  let port: Int
}

extension Shape<MailServer> {
  static let mailServer = Shape("HOST:PORT, for example `localhost:25`") { text in
    hostAndPort(text[...]).map { MailServer(host: $0.host, port: $0.port ?? 25) }
  }
}
