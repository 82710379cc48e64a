public import Core
public import Model

/// What `belfry.yaml` and the files that it names mean, checked: whoever holds one need not check again.
public struct BelfryConfiguration: Sendable {
  /// The path of `belfry.yaml`, as it was named.
  public let file: String
  /// What exists: assets and devices, each asset in its district.
  public let city: CityDefinition
  /// The districts' areas, names unique; empty when the city gives none.
  public let districts: [District]
  /// The brokers to listen to; at least one.
  public let brokers: [BrokerConfiguration]
  /// Where and how long the history is kept.
  public let storage: StorageConfiguration
  /// The city's own rules, names unique.
  public let rules: [Rule]
  /// The city's indicators, names unique.
  public let indicators: [Indicator]
  /// Where the local API listens.
  public let api: APIConfiguration
  /// How many messages of one device are taken.
  public let messageLimit: MessageLimit
  /// Where alerts are announced.
  public let notifications: [NotificationConfiguration]
  /// What is not wrong, but most likely not meant either.
  public let remarks: [Problem]

  /// The path that leads to a file which the configuration names relative to its own folder, for example
  /// the script of a `js:FILE` codec.
  public func path(to file: String) -> String { Folder(of: self.file).resolved(file) }
}

extension BelfryConfiguration {
  /// Reads a configuration and all files that it names.
  /// - Parameters:
  ///   - path: the path of `belfry.yaml`.
  ///   - knownFormats: the names of the formats that a subscription may have.
  ///   - knownCodecs: the names of the codecs that a device may have, beside `network`, `json`, `js:FILE`
  ///     and the names of formats.
  /// - Returns: the configuration, checked.
  /// - Throws: everything that is wrong.
  public static func load(
    path: String, knownFormats: [String], knownCodecs: [String]
  ) throws(ConfigurationProblems) -> BelfryConfiguration {
    let problems = Problems()
    let context = ReadingContext(
      folder: Folder(of: path), problems: problems, knownFormats: knownFormats, knownCodecs: knownCodecs)
    let configuration = ConfigurationReader(context).read(path)
    guard let configuration, problems.isEmpty else {
      throw ConfigurationProblems(problems: problems.sorted, omitted: problems.omitted)
    }
    return configuration
  }
}
