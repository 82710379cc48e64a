import Model

/// A number that the logic of an asset kind goes by: an asset's parameter with its default.
public struct Limit: Sendable {
  /// The parameter's key in the registry; it ends in the unit where there is one.
  public let key: String
  /// What holds when the registry says nothing.
  public let value: Double
  /// Where the default comes from.
  public let source: String

  init(_ key: String, _ value: Double, _ source: String) {
    self.key = key
    self.value = value
    self.source = source
  }
}

extension Parameters {
  /// What holds for the asset.
  func value(_ limit: Limit) -> Double { number(limit.key) ?? limit.value }
}

/// Every default of the asset kinds, in one table.
public enum Limits {
  // MARK: - Parking bay
  static let flicker = Limit(
    "flicker_s", 60, "practice: a bay that is free, or taken, for less than a minute is a sensor in doubt")
  static let stuckAfter = Limit(
    "stuck_after_h", 24,
    "practice: a short-stay bay that is taken for longer has a sensor that is stuck; in Melbourne's open data 7.7 % are"
  )

  /// All of them; the registry's check knows from here which parameters are numbers.
  public static let all: [Limit] = [flicker, stuckAfter]
}
