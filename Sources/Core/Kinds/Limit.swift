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

/// Several numbers that belong together, in ascending order, such as the upper ends of classes.
public struct LimitList: Sendable {
  /// The parameter's key in the registry; it ends in the unit where there is one.
  public let key: String
  /// How many there may be.
  public let count: ClosedRange<Int>
  /// What each of them may be.
  public let range: ClosedRange<Double>
  /// What holds when the registry says nothing; none where that depends on a choice, such as the country's standard.
  public let value: [Double]
  /// Where the default comes from.
  public let source: String

  init(
    _ key: String, count: ClosedRange<Int>, in range: ClosedRange<Double> = 0...1e6, _ value: [Double] = [],
    _ source: String = ""
  ) {
    self.key = key
    self.count = count
    self.range = range
    self.value = value
    self.source = source
  }

  /// What a text says, `900, 1200`; `nil` when it says something else.
  public func values(_ text: String) -> [Double]? {
    var values: [Double] = []
    for part in text.split(separator: ",") {
      guard let value = Double(part.filter { $0 != " " }), range.contains(value),
        value > values.last ?? -.infinity
      else { return nil }
      values.append(value)
    }
    return count.contains(values.count) ? values : nil
  }
}

extension Parameters {
  /// What holds for the asset.
  func value(_ limit: Limit) -> Double { number(limit.key) ?? limit.value }

  /// What holds for the asset, where that depends on no choice.
  func values(_ limits: LimitList) -> [Double] { values(limits, otherwise: limits.value) }

  /// What the registry says, or else what follows from a choice.
  func values(_ limits: LimitList, otherwise chosen: [Double]) -> [Double] {
    self[limits.key].flatMap(limits.values) ?? chosen
  }
}

/// Every default of the asset kinds, in one table.
public enum Limits {
  // MARK: - Parking bay
  static let flicker = Limit(
    "flicker_s", 20, "practice: no vehicle leaves, and another one stands still, within less than 20 s")
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
  static let co2Limits = LimitList("co2_limits_ppm", count: 1...3)
  static let co2LimitKey = "co2_limit_ppm"
  static let decayFrom = Limit(
    "decay_from_ppm", 300, "practice: a decay that begins nearer to the outdoor air can't be fitted well")
  static let decayFit = Limit("decay_fit", 0.9, "practice: the least R² of a decay")
  static let co2Noise = Limit(
    "co2_noise_ppm", 15, "practice: readings of CO2 a minute apart differ by less when nothing happens")

  // MARK: - Luminaire
  static let switchAltitude = Limit(
    "switch_altitude_deg", -3, "practice: photocells switch at 35 to 70 lx, with the sun 1 to 4 degrees below"
  )
  static let twilight = Limit("twilight_deg", 4, "practice: so far from it all photocells agree")
  static let litShare = Limit(
    "lit_percent", 20, "practice of lighting contracts: below a fifth of its power it is out")
  static let dimTolerance = Limit("dim_tolerance_percent", 15, "practice: drivers and ageing differ by less")
  static let faultAfter = Limit("fault_after_min", 30, "practice: two readings of the usual interval")
  static let failedNights = Limit(
    "failed_nights", 2,
    "the catalogue of indicators: a lamp has failed when it is out for two nights in a row")
  static let litHold = Limit(
    "lit_hold_h", 3, "practice: three hours without a word, and nobody knows of a lamp")

  // MARK: - Building
  static let meterMaxKey = "meter_max_wh"
  static let connectionKey = "connection_w"
  static let areaKey = "area_m2"
  static let baselineKey = "baseline_kwh_year"
  static let rollOver = Limit(
    "roll_over_percent", 10, "practice: a meter that rolls over is read so near to its end, and after it")
  static let connectionTolerance = Limit(
    "connection_tolerance_percent", 10, "practice: a connection carries so much more for a while"
  )
  static let baseHours = Limit(
    "base_hours_percent", 10, "the catalogue of indicators: the 10 % lowest hours outside opening hours")
  static let gap = Limit("gap_h", 24, "practice: gaps of a day at most are filled evenly")
  static let nightFrom = Limit("night_from_h", 22, "practice: the night of buildings begins at 22:00")
  static let nightTo = Limit("night_to_h", 6, "practice: the night of buildings ends at 06:00")

  static let hourKnown = Limit(
    "hour_known_percent", 90,
    "practice: what was used or taken in an hour is said when nine tenths of it are known")

  // MARK: - Station
  static let valid = Limit(
    "valid_percent", 75,
    "Directive 2008/50/EC, annex VII, A.2: 45 minutes of an hour, 6 of 8 hours; so 18 hours of a day")
  static let yearValid = Limit(
    "year_valid_percent", 85,
    "Directive (EU) 2024/2881, annex V: 85 % of the year at a fixed station; 13 % is enough for an indicative one"
  )
  static let bandsNO2 = LimitList("no2_bands", count: 5...5)
  static let bandsO3 = LimitList("o3_bands", count: 5...5)
  static let bandsPM10 = LimitList("pm10_bands", count: 5...5)
  static let bandsPM25 = LimitList("pm2_5_bands", count: 5...5)
  static let no2Information = Limit(
    "no2_information_ug_m3", 150,
    "Directive (EU) 2024/2881, annex I, section 4: information threshold, one hour")
  static let no2Alert = Limit(
    "no2_alert_ug_m3", 200,
    "Directive (EU) 2024/2881, annex I, section 4: alert threshold, three consecutive hours; 400 before")
  static let o3Information = Limit(
    "o3_information_ug_m3", 180,
    "Directive (EU) 2024/2881, annex I, section 4: information threshold, one hour")
  static let o3Alert = Limit(
    "o3_alert_ug_m3", 240, "Directive (EU) 2024/2881, annex I, section 4: alert threshold, one hour")
  static let pm10Information = Limit(
    "pm10_information_ug_m3", 90,
    "Directive (EU) 2024/2881, annex I, section 4: information and alert threshold, one day")
  static let pm25Information = Limit(
    "pm2_5_information_ug_m3", 50,
    "Directive (EU) 2024/2881, annex I, section 4: information and alert threshold, one day")
  static let particleHoursKey = "particle_mean_h"
  static let noiseParts = LimitList(
    "noise_parts_h", count: 3...3, in: 0...23, [7, 19, 23],
    "Directive 2002/49/EC, annex I: by default 07:00, 19:00 and 23:00; member states may choose others")
  static let noisePenalties = LimitList(
    "noise_penalties_db", count: 2...2, in: 0...30, [5, 10],
    "Directive 2002/49/EC, annex I: the evening weighs 5 dB more, the night 10 dB")
  static let hold = Limit(
    "hold_min", 60, "practice: stations report once an hour at least")

  // MARK: - Green space
  static let fieldCapacityKey = "field_capacity_percent"
  static let wiltingPointKey = "wilting_point_percent"
  static let depletion = Limit(
    "depletion_percent", 50, "practice: turf and beds bear to lose half of the water that they can take")
  static let depletionHysteresis = Limit(
    "depletion_hysteresis_percent", 5, "practice: so much more than made watering due ends it")
  static let rootDepth = Limit(
    "root_mm", 300, "practice: most roots of watered turf are in the uppermost 30 cm")

  /// All of them.
  public static let all: [Limit] = [
    flicker, stuckAfter, collectionDrop, emptyBelow, fullAt, glitch, fullHold, outdoorCO2, useAbove, useRise,
    ventilateHysteresis, decayFrom, decayFit, co2Noise, switchAltitude, twilight, litShare, dimTolerance,
    faultAfter, failedNights,
    rollOver, connectionTolerance, baseHours, gap, hourKnown, nightFrom, nightTo, hold, valid, yearValid,
    litHold, depletion, depletionHysteresis, rootDepth,
  ]

  /// The parameters that are numbers: the defaults' and those whose defaults depend on another one.
  public static let numericKeys = Set(all.map(\.key)).union([
    fieldCapacityKey, wiltingPointKey, meterMaxKey, connectionKey, areaKey, baselineKey, co2LimitKey,
    particleHoursKey,
  ])

  /// The parameters that are several numbers.
  public static let lists: [LimitList] = [
    co2Limits, bandsNO2, bandsO3, bandsPM10, bandsPM25, noiseParts, noisePenalties,
  ]

  /// Every parameter that is a limit, by which a city may say what holds for all its assets.
  public static let keys = (numericKeys.union(choices.keys).union(lists.map(\.key))).sorted()

  /// The parameters that are one of a few words.
  public static let choices: [String: [String]] = [
    "co2_standard": AirStandard.allCases.map(\.rawValue), "soil": Soil.allCases.map(\.rawValue),
    "air_index": AirQualityIndex.allCases.map(\.rawValue),
  ]
}
