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
    "stuck_after_h", 24, "practice: a short-stay bay that is taken for longer has a sensor that is stuck")

  // MARK: - Container
  static let collectionDrop = Limit(
    "collection_drop_percent", 30, "practice: a smaller drop is settling or noise")
  static let emptyBelow = Limit("empty_below_percent", 30, "practice: what is left by an ordinary collection")
  static let fullAt = Limit("full_at_percent", 95, "practice: sensors seldom see the last of the content")
  static let glitch = Limit("glitch_h", 2, "practice: a level that is back within two hours was never gone")
  static let fullHold = Limit("full_hold_h", 6, "practice: a level holds for at most a quarter of a day")

  // MARK: - Room
  static let outdoorCO2 = Limit("outdoor_ppm", 400, "Belgian Codex III.1-34: outdoor air is taken as 400 ppm")
  static let useAbove = Limit(
    "use_above_ppm", 150, "practice: so much above the outdoor air somebody is there")
  static let useRise = Limit("use_rise_ppm", 20, "practice: a faster rise in 15 minutes is breath")
  static let ventilateHysteresis = Limit(
    "ventilate_hysteresis_ppm", 100, "practice: the advice ends only so far below the limit")
  static let decayFrom = Limit(
    "decay_from_ppm", 300, "practice: a decay that begins nearer to the outdoor air can't be fitted well")
  static let decayFit = Limit("decay_fit", 0.9, "practice: the least R² of a decay")

  // MARK: - Luminaire
  static let switchAltitude = Limit(
    "switch_altitude_deg", -3, "practice: photocells switch at 35 to 70 lx, with the sun 1 to 4 degrees below"
  )
  static let twilight = Limit("twilight_deg", 4, "practice: so far from it all photocells agree")
  static let litShare = Limit(
    "lit_percent", 20, "practice of lighting contracts: below a fifth of its power it is out")
  static let dimTolerance = Limit("dim_tolerance_percent", 15, "practice: drivers and ageing differ by less")
  static let faultAfter = Limit("fault_after_min", 30, "practice: two readings of the usual interval")

  // MARK: - Building
  static let meterMaxKey = "meter_max_wh"
  static let connectionKey = "connection_w"
  static let gap = Limit("gap_h", 24, "practice: gaps of a day at most are filled evenly")
  static let nightFrom = Limit("night_from_h", 22, "practice: the night of buildings begins at 22:00")
  static let nightTo = Limit("night_to_h", 6, "practice: the night of buildings ends at 06:00")

  // MARK: - Station
  static let hold = Limit(
    "hold_min", 60, "Directive 2008/50/EC, annex XI: hourly values are what is reported")

  // MARK: - Green space
  static let fieldCapacityKey = "field_capacity_percent"
  static let wiltingPointKey = "wilting_point_percent"
  static let depletion = Limit(
    "depletion_percent", 50,
    "FAO Irrigation and Drainage Paper 56, table 22: turf and ornamentals, 40 to 50 %")
  static let rootDepth = Limit(
    "root_mm", 300, "FAO Irrigation and Drainage Paper 56, table 22: turf, 0.5 m at most")

  /// All of them.
  public static let all: [Limit] = [
    flicker, stuckAfter, collectionDrop, emptyBelow, fullAt, glitch, fullHold, outdoorCO2, useAbove, useRise,
    ventilateHysteresis, decayFrom, decayFit, switchAltitude, twilight, litShare, dimTolerance, faultAfter,
    gap,
    nightFrom, nightTo, hold, depletion, rootDepth,
  ]

  /// The parameters that are numbers: the defaults' and those whose defaults depend on another one.
  public static let numericKeys = Set(all.map(\.key)).union([
    fieldCapacityKey, wiltingPointKey, meterMaxKey, connectionKey,
  ])

  /// The parameters that are one of a few words.
  public static let choices: [String: [String]] = [
    "co2_standard": AirStandard.allCases.map(\.rawValue), "soil": Soil.allCases.map(\.rawValue),
    "air_index": AirQualityIndex.allCases.map(\.rawValue),
  ]
}
