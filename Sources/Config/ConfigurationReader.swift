import Core
import Model

/// Reads `belfry.yaml` section by section. A bad part is reported and left out, so that one reading finds
/// all problems; the result counts only when there were none.
struct ConfigurationReader {
  private let context: ReadingContext
  private let remarks = Problems()

  init(_ context: ReadingContext) { self.context = context }

  /// What the file means; `nil`, with problems, when it is not there or no mapping.
  func read(_ path: String) -> BelfryConfiguration? {
    let name = String(path.dropFirst(context.folder.path.isEmpty ? 0 : context.folder.path.count + 1))
    guard let root = context.yaml(name, namedAt: Place(file: path, line: 1))?.section(keys: Self.keys) else {
      return nil
    }
    let city = root.required("city", example: "{name: Liège, timezone: Europe/Brussels, assets: […]}")?
      .section(keys: CityReader.keys)
    let registry = city.map { CityReader($0, context, remarks: remarks).read() }
    let limits = root["limits"]?.section(keys: MessageLimit.keys + SilenceBounds.keys)
    var definition = registry?.definition ?? CityReader.nowhere
    definition.silence = SilenceBounds(limits)
    let brokers = readBrokers(root)
    // Two sessions at one broker are one for the city.
    for name in brokers.map(\.url.description) where !definition.brokers.contains(name) {
      definition.brokers.append(name)
    }
    return BelfryConfiguration(
      file: path, city: definition, districts: registry?.districts ?? [],
      brokers: brokers,
      storage: StorageConfiguration(root["storage"]?.section(keys: StorageConfiguration.keys), context),
      rules: RulesReader(context, remarks: remarks).read(root["rules"]),
      indicators: IndicatorsReader(context, remarks: remarks).read(root["indicators"]),
      api: APIConfiguration(root["api"]?.section(keys: APIConfiguration.keys), context),
      messageLimit: MessageLimit(limits),
      notifications: readNotifications(root["notify"]), remarks: remarks.sorted)
  }

  private static let keys = ["city", "mqtt", "storage", "rules", "indicators", "api", "limits", "notify"]

  private func readBrokers(_ root: Section) -> [BrokerConfiguration] {
    let example = "[{broker: \"mqtt://127.0.0.1:1883\", subscribe: […]}]"
    var brokers: [BrokerConfiguration] = []
    for item in root.required("mqtt", example: example)?.list(atLeast: 1, example: example) ?? [] {
      guard let section = item.section(keys: BrokerConfiguration.keys),
        let broker = BrokerConfiguration(section, context)
      else { continue }
      if let other = brokers.first(where: { $0.url == broker.url && $0.clientID == broker.clientID }) {
        section.report(
          "has the broker and `client_id` of line \(other.place.line)",
          hint: "a broker closes the older of two sessions with one name: give each its own `client_id`")
      }
      if let storage = broker.storageIntegration,
        let other = brokers.lazy.compactMap(\.storageIntegration)
          .first(where: { $0.application == storage.application })
      {
        section.report(
          "has the application of line \(other.place.line) in its `storage_integration`",
          hint: "let one broker ask for it")
      }
      if brokers.count == CityDefinition.brokersMax {
        section.report(
          "is one broker too many", hint: "a daemon listens to at most \(CityDefinition.brokersMax)")
      }
      brokers.append(broker)
    }
    return brokers
  }

  private func readNotifications(_ written: Written?) -> [NotificationConfiguration] {
    let example = #"[{mqtt_topic: "belfry/alerts/{asset}"}]"#
    var receivers: [NotificationConfiguration] = []
    for item in written?.list(example: example) ?? [] {
      guard let section = item.section(keys: NotificationConfiguration.keys),
        let receiver = NotificationConfiguration(section, context)
      else { continue }
      if let other = receivers.first(where: { $0.name == receiver.name }) {
        section.report(
          "is called `\(receiver.name)`, as that of line \(other.place.line)",
          hint: "give each a `name` of its own")
      }
      receivers.append(receiver)
    }
    return receivers
  }
}
