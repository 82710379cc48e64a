public import Model

/// Where alerts are announced: one entry of `notify:`.
public struct NotificationConfiguration: Hashable, Sendable {
  /// Who is told.
  public enum Target: Hashable, Sendable {
    /// An HTTP endpoint; its body is signed when there is a secret.
    case webhook(url: String, hmacSecretFile: SecretFile?)
    /// A topic at each broker, in which `{asset}`, `{district}`, `{rule}` and `{severity}` are filled in.
    case mqttTopic(String)
  }

  /// Who is told.
  public let target: Target
  /// Of which severities; not empty.
  public let severities: Set<Severity>
}

extension NotificationConfiguration {
  init?(_ section: Section, _ context: ReadingContext) {
    let webhook = section["webhook"]
    let topic = section["mqtt_topic"]
    let secret = section["hmac_secret_file"]?.value(.path).map { SecretFile($0, in: context.folder) }
    if section["hmac_secret_file"] != nil, webhook == nil {
      section.report("has an `hmac_secret_file` without a webhook", hint: "only webhooks are signed")
    }
    self.severities = Self.readSeverities(section["severity"])
    switch (webhook, topic) {
    case (let webhook?, nil):
      guard let url = webhook.value(.webURL) else { return nil }
      self.target = .webhook(url: url, hmacSecretFile: secret)
    case (nil, let topic?):
      guard let template = topic.value(.topicTemplate) else { return nil }
      self.target = .mqttTopic(template)
    default:
      section.report(
        "needs exactly one of `webhook` and `mqtt_topic`",
        hint: #"write one entry for each, for example `- {mqtt_topic: "belfry/alerts/{asset}"}`"#)
      return nil
    }
  }

  static let keys = ["webhook", "mqtt_topic", "severity", "hmac_secret_file"]

  private static func readSeverities(_ written: Written?) -> Set<Severity> {
    guard let written else { return Set(Severity.allCases) }
    return Set(written.list(atLeast: 1, example: "[critical]").compactMap { $0.value(.choice) })
  }
}

extension Shape<String> {
  /// An address for HTTP.
  static let webURL = Shape("a url, for example `\"https://ops.example/hook\"`") { text in
    guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return nil }
    let host = text.dropFirst(scheme.utf8.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let isPrintable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return isPrintable && hostAndPort(host) != nil ? text : nil
  }
}
