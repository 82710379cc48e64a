public import Model

/// An MQTT broker to listen to: one entry of `mqtt:`.
public struct BrokerConfiguration: Hashable, Sendable {
  /// A topic filter, and the language of the messages that it brings.
  public struct Subscription: Hashable, Sendable {
    /// A valid MQTT topic filter.
    public let topic: String
    /// The name of a format that the daemon has.
    public let format: String
    /// Where things stand in its messages; there exactly when the format is `json`.
    public let mapping: JSONMapping?
    let place: Place
  }

  /// The files of TLS.
  public struct TLS: Hashable, Sendable {
    /// The certificates to trust, PEM; the system's when `nil`.
    public let caFile: String?
    /// Our own certificate and its key, PEM; `nil` when the broker does not ask for one.
    public let identity: Identity?

    /// A client certificate.
    public struct Identity: Hashable, Sendable {
      /// The certificate, PEM.
      public let certificateFile: String
      /// Its private key, PEM.
      public let keyFile: String
    }
  }

  /// Where the broker is.
  public let url: BrokerURL
  /// What the broker knows our session by; unique at each broker.
  public let clientID: String
  /// Who we are.
  public let username: String?
  /// Where our password is; never without ``username``.
  public let passwordFile: SecretFile?
  /// The files of TLS; `nil` exactly when the url is not `mqtts://`.
  public let tls: TLS?
  /// The highest quality of service to ask for: 0 or 1.
  public let qos: Int
  /// Whether MQTT 5 is spoken instead of 3.1.1.
  public let isVersion5: Bool
  /// Whether packets are read and acknowledgements sent many at once; never over TLS.
  public let isBuffered: Bool
  /// How long the connection may be quiet before the broker is asked whether it is still there.
  public let keepAlive: Duration
  /// What to listen to; at least one, topics unique.
  public let subscriptions: [Subscription]
  /// Where to ask for what was missed while the broker could not be heard; `nil` when nowhere.
  public let storageIntegration: StorageIntegration?
  let place: Place
}

extension BrokerConfiguration {
  init?(_ section: Section, _ context: ReadingContext) {
    let url = section.required("broker", example: "mqtt://127.0.0.1:1883").flatMap(Self.readURL)
    let tls = Self.readTLS(section, isWanted: url?.usesTLS, context)
    let username = section["username"]?.value(.text("the name that the broker knows us by"))
    let password = section["password_file"]?.value(.path)
    if password != nil, section["username"] == nil {
      section.report("has a `password_file` without `username`", hint: "add the `username` it belongs to")
    }
    let qos = section["qos"]?.value(.whole(0...1, example: 1)) ?? 1
    let version = section["protocol"]?.value(.name("protocols", among: ["3.1.1", "5"]))
    let isBuffered = section["buffered"]?.value(.truth) ?? true
    let keepAlive = section["keep_alive"]?.value(.keepAlive) ?? .seconds(60)
    let clientID = section["client_id"]?.value(.text("a name, for example `belfry`")) ?? "belfry"
    let subscriptions = Self.readSubscriptions(section, context)
    let storage = section["storage_integration"]?.section(keys: StorageIntegration.keys)
    if let storage, !subscriptions.contains(where: { $0.format == "tts-v3" }) {
      storage.report(
        "stands beside no subscription with the format `tts-v3`",
        hint: "remove it, only The Things Stack has a Storage Integration")
    }
    guard let url else { return nil }
    self.init(
      url: url, clientID: clientID, username: username,
      passwordFile: password.map { SecretFile($0, in: context.folder) }, tls: tls, qos: qos,
      isVersion5: version == "5", isBuffered: isBuffered, keepAlive: keepAlive, subscriptions: subscriptions,
      storageIntegration: storage.flatMap { StorageIntegration($0, context) }, place: section.place)
  }

  static let keys = [
    "broker", "client_id", "username", "password_file", "tls", "qos", "protocol", "buffered", "keep_alive",
    "subscribe", "storage_integration",
  ]

  private static func readURL(_ written: Written) -> BrokerURL? {
    // A message must not repeat a password.
    if written.text?.contains("@") == true {
      return written.unfit(
        "names a user",
        hint: "write `mqtt://HOST:PORT`, the user under `username`, and the password into `password_file`")
    }
    return written.value(.brokerURL)
  }

  private static func readTLS(_ section: Section, isWanted: Bool?, _ context: ReadingContext) -> TLS? {
    guard let written = section["tls"] else {
      return isWanted == true ? TLS(caFile: nil, identity: nil) : nil
    }
    guard let tls = written.section(keys: ["ca_file", "cert_file", "key_file"]) else { return nil }
    if isWanted == false {
      tls.report(
        "stands beside a broker without TLS", hint: "write the broker as `mqtts://…`, or remove `tls`")
    }
    let caFile = context.existingFile(tls["ca_file"])
    let certificate = context.existingFile(tls["cert_file"])
    let key = context.existingFile(tls["key_file"])
    if (tls["cert_file"] == nil) != (tls["key_file"] == nil) {
      tls.report("has only one of `cert_file` and `key_file`", hint: "a client certificate needs both")
    }
    guard let certificate, let key else { return TLS(caFile: caFile, identity: nil) }
    return TLS(caFile: caFile, identity: TLS.Identity(certificateFile: certificate, keyFile: key))
  }

  private static func readSubscriptions(_ section: Section, _ context: ReadingContext) -> [Subscription] {
    let example = #"[{topic: "v3/+/devices/+/up", format: tts-v3}]"#
    var subscriptions: [Subscription] = []
    for item in section.required("subscribe", example: example)?.list(atLeast: 1, example: example) ?? [] {
      guard let entry = item.section(keys: ["topic", "format"] + JSONMapping.keys) else { continue }
      let topic = entry.required("topic", example: #""v3/+/devices/+/up""#)?.value(.topicFilter)
      let format = entry.required("format", example: context.knownFormats.first ?? "senml")?
        .value(.name("formats", among: context.knownFormats))
      guard let topic, let format else { continue }
      let mapping = format == "json" ? JSONMapping(entry, topic: topic) : nil
      if format != "json" { JSONMapping.refuse(entry, format: format) }
      if let other = subscriptions.first(where: { $0.topic == topic }) {
        entry.report(
          "subscribes to `\(topic)` again", hint: "keep only one, the other is line \(other.place.line)")
      }
      subscriptions.append(Subscription(topic: topic, format: format, mapping: mapping, place: entry.place))
    }
    return subscriptions
  }
}

extension Shape<Duration> {
  /// What MQTT can say in its sixteen bits, and not less than libmosquitto takes.
  fileprivate static let keepAlive = Shape("a time from 5s to 18h, for example `60s`") { text in
    Duration(setting: text).flatMap { (.seconds(5)...(.seconds(18 * 3600))).contains($0) ? $0 : nil }
  }
}
