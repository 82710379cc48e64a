/// What a reading measures. Each quantity has one fixed unit, and the range that is physically possible.
///
/// The raw value is stored in the history: never renumber, only append.
public enum Quantity: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case fillLevel = 0
  case distance = 1
  case occupied = 2
  case co2 = 3
  case temperature = 4
  case humidity = 5
  case pressure = 6
  case illuminance = 7
  case motion = 8
  case tvoc = 9
  case iaq = 10
  case pm25 = 11
  case pm10 = 12
  case no2 = 13
  case o3 = 14
  case noiseLAeq = 15
  case noiseLA = 16
  case noiseLAmax = 17
  case soilMoisture = 18
  case soilTemperature = 19
  case soilConductivity = 20
  case power = 21
  case energy = 22
  case current = 23
  case voltage = 24
  case powerFactor = 25
  case dimLevel = 26
  case lampOn = 27
  case lampFault = 28
  case burnTime = 29
  case tilt = 30
  case waterVolume = 31
  case peopleCount = 32
  case battery = 33
  case batteryVoltage = 34
  case rssi = 35
  case snr = 36
  case occupiedFor = 37
  case overstay = 38
  case powerSaving = 39
  case deliveryRatio = 40
  case stay = 41
  case stayOver = 42
  case fillRate = 43
  case timeToFull = 44
  case timeToFullLow = 45
  case timeToFullHigh = 46
  case fillAtCollection = 47
  case overflowTime = 48
  case inUse = 49
  case airClass = 50
  case ventilate = 51
  case airChanges = 52
  case availableWater = 53
  case wateringNeed = 54
  case lampExpected = 55
  case lampDead = 56
  case dayBurner = 57
  case dimStuck = 58
  case baselineEnergy = 59
  case energyHour = 60
  case energyDay = 61
  case baseLoad = 62
  case nightShare = 63
  case weekendShare = 64
  case no2Hour = 65
  case o3Hour = 66
  case pm10Hour = 67
  case pm25Hour = 68
  case no2Day = 69
  case pm10Day = 70
  case pm25Day = 71
  case o3EightHours = 72
  case airQualityIndex = 73
  case lden = 74
  case lnight = 75
  case no2ThreeHours = 76
  case repairTime = 77
  case savedEnergy = 78
  case energyPerArea = 79
  case occupiedHour = 80
  case burnNight = 81
  case no2Year = 82
  case pm10Year = 83
  case pm25Year = 84
  case validRatio = 85
  case acknowledgeTime = 86
  case resolveTime = 87
  case alertSeverity = 88
  case arrival = 89
  case lampFailed = 90
  case no2Episode = 91
  case no2AlertEpisode = 92
  case o3Episode = 93
  case o3AlertEpisode = 94
  case pm10Episode = 95
  case pm25Episode = 96
  case outFor = 97
  case confirmedOverstay = 98

  /// The quantity with this snake_case name, or `nil`.
  public init?(name: String) {
    guard let quantity = Self.byName[name] else { return nil }
    self = quantity
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The snake_case name of the contract, its unit, and what is physically possible in that unit.
  private var definition: (name: String, unit: Unit, range: ClosedRange<Double>) {
    switch self {
    case .fillLevel: ("fill_level", .percent, 0...100)
    case .distance: ("distance", .millimetre, 0...50_000)
    case .occupied: ("occupied", .one, 0...1)
    case .co2: ("co2", .partsPerMillion, 0...40_000)
    case .temperature: ("temperature", .celsius, -60...125)
    case .humidity: ("humidity", .percent, 0...100)
    case .pressure: ("pressure", .hectopascal, 300...1200)
    case .illuminance: ("illuminance", .lux, 0...200_000)
    case .motion: ("motion", .count, 0...65_535)
    case .tvoc: ("tvoc", .microgramPerCubicMetre, 0...100_000)
    case .iaq: ("iaq", .airQualityIndex, 0...500)
    case .pm25: ("pm2_5", .microgramPerCubicMetre, 0...5000)
    case .pm10: ("pm10", .microgramPerCubicMetre, 0...5000)
    case .no2: ("no2", .microgramPerCubicMetre, 0...20_000)
    case .o3: ("o3", .microgramPerCubicMetre, 0...20_000)
    case .noiseLAeq: ("noise_laeq", .soundDecibel, 0...160)
    case .noiseLA: ("noise_la", .soundDecibel, 0...160)
    case .noiseLAmax: ("noise_lamax", .soundDecibel, 0...160)
    case .soilMoisture: ("soil_moisture", .percent, 0...100)
    case .soilTemperature: ("soil_temperature", .celsius, -60...90)
    case .soilConductivity: ("soil_conductivity", .microsiemensPerCentimetre, 0...50_000)
    case .power: ("power", .watt, -10_000_000...10_000_000)
    case .energy: ("energy", .wattHour, 0...1e13)
    case .current: ("current", .ampere, -10_000...10_000)
    case .voltage: ("voltage", .volt, 0...1000)
    case .powerFactor: ("power_factor", .one, -1...1)
    case .dimLevel: ("dim_level", .percent, 0...100)
    case .lampOn: ("lamp_on", .one, 0...1)
    case .lampFault: ("lamp_fault", .one, 0...1)
    case .burnTime: ("burn_time", .hour, 0...1_000_000)
    case .tilt: ("tilt", .one, 0...1)
    case .waterVolume: ("water_volume", .litre, 0...1e12)
    case .peopleCount: ("people_count", .count, 0...1_000_000)
    case .battery: ("battery", .percent, 0...100)
    case .batteryVoltage: ("battery_voltage", .volt, 0...60)
    case .rssi: ("rssi", .decibelMilliwatt, -200...30)
    case .snr: ("snr", .decibel, -60...60)
    case .occupiedFor: ("occupied_for", .minute, 0...1_000_000)
    case .overstay: ("overstay", .minute, 0...1_000_000)
    case .powerSaving: ("power_saving", .percent, -1000...100)
    case .deliveryRatio: ("delivery_ratio", .percent, 0...100)
    case .stay: ("stay", .minute, 0...1_000_000)
    case .stayOver: ("stay_over", .minute, 0...1_000_000)
    case .fillRate: ("fill_rate", .percent, -100_000...100_000)
    case .timeToFull: ("time_to_full", .hour, 0...8760)
    case .timeToFullLow: ("time_to_full_low", .hour, 0...8760)
    case .timeToFullHigh: ("time_to_full_high", .hour, 0...8760)
    case .fillAtCollection: ("fill_at_collection", .percent, 0...100)
    case .overflowTime: ("overflow_time", .minute, 0...1_000_000)
    case .inUse: ("in_use", .one, 0...1)
    case .airClass: ("air_class", .one, 1...4)
    case .ventilate: ("ventilate", .one, 0...1)
    case .airChanges: ("air_changes", .one, 0...100)
    case .availableWater: ("available_water", .percent, 0...100)
    case .wateringNeed: ("watering_need", .millimetre, 0...10_000)
    case .lampExpected: ("lamp_expected", .one, 0...1)
    case .lampDead: ("lamp_dead", .one, 0...1)
    case .dayBurner: ("day_burner", .one, 0...1)
    case .dimStuck: ("dim_stuck", .one, 0...1)
    case .baselineEnergy: ("baseline_energy", .wattHour, 0...1e9)
    case .energyHour: ("energy_hour", .wattHour, 0...1e12)
    case .energyDay: ("energy_day", .wattHour, 0...1e13)
    case .baseLoad: ("base_load", .watt, 0...1e10)
    case .nightShare: ("night_share", .percent, 0...100)
    case .weekendShare: ("weekend_share", .percent, 0...100)
    case .no2Hour: ("no2_hour", .microgramPerCubicMetre, 0...20_000)
    case .o3Hour: ("o3_hour", .microgramPerCubicMetre, 0...20_000)
    case .pm10Hour: ("pm10_hour", .microgramPerCubicMetre, 0...5000)
    case .pm25Hour: ("pm2_5_hour", .microgramPerCubicMetre, 0...5000)
    case .no2Day: ("no2_day", .microgramPerCubicMetre, 0...20_000)
    case .pm10Day: ("pm10_day", .microgramPerCubicMetre, 0...5000)
    case .pm25Day: ("pm2_5_day", .microgramPerCubicMetre, 0...5000)
    case .o3EightHours: ("o3_8h", .microgramPerCubicMetre, 0...20_000)
    case .airQualityIndex: ("air_quality_index", .one, 1...6)
    case .lden: ("lden", .soundDecibel, 0...180)
    case .lnight: ("lnight", .soundDecibel, 0...180)
    case .no2ThreeHours: ("no2_3h", .microgramPerCubicMetre, 0...20_000)
    case .repairTime: ("repair_time", .hour, 0...1_000_000)
    case .energyPerArea: ("energy_per_area", .kilowattHourPerSquareMetre, 0...100_000)
    case .savedEnergy: ("saved_energy", .wattHour, -1e9...1e9)
    case .occupiedHour: ("occupied_hour", .percent, 0...100)
    case .burnNight: ("burn_night", .hour, 0...25)
    case .no2Year: ("no2_year", .microgramPerCubicMetre, 0...20_000)
    case .pm10Year: ("pm10_year", .microgramPerCubicMetre, 0...5000)
    case .pm25Year: ("pm2_5_year", .microgramPerCubicMetre, 0...5000)
    case .validRatio: ("valid_ratio", .percent, 0...100)
    case .acknowledgeTime: ("acknowledge_time", .minute, 0...1e9)
    case .resolveTime: ("resolve_time", .hour, 0...1e7)
    case .alertSeverity: ("alert_severity", .one, 1...3)
    case .arrival: ("arrival", .one, 0...1)
    case .lampFailed: ("lamp_failed", .one, 0...1)
    case .no2Episode: ("no2_episode", .one, 0...1)
    case .no2AlertEpisode: ("no2_alert_episode", .one, 0...1)
    case .o3Episode: ("o3_episode", .one, 0...1)
    case .o3AlertEpisode: ("o3_alert_episode", .one, 0...1)
    case .pm10Episode: ("pm10_episode", .one, 0...1)
    case .pm25Episode: ("pm2_5_episode", .one, 0...1)
    case .outFor: ("out_for", .hour, 0...1_000_000)
    case .confirmedOverstay: ("confirmed_overstay", .minute, 0...1_000_000)
    }
  }

  /// The snake_case name, as in rules, in the API and in the history's documentation.
  public var name: String { definition.name }
  /// The one unit in which this quantity is kept.
  public var unit: Unit { definition.unit }
  /// What is physically possible; a reading outside is kept but never used for rules.
  public var range: ClosedRange<Double> { Self.ranges[Int(rawValue)] }

  /// Whether Belfry works it out itself, so that no device may report it.
  public var isDerived: Bool { rawValue >= Self.occupiedFor.rawValue }

  /// Whether its value grows while nothing is heard.
  public var growsWithTime: Bool { self == .occupiedFor || self == .overstay }

  /// Whether it tells of something that happened at one time: then 0 takes back what was said of that time.
  public var tellsOfEvents: Bool {
    switch self {
    case .stay, .stayOver, .fillAtCollection, .overflowTime, .airChanges, .baselineEnergy, .energyHour,
      .energyDay, .baseLoad, .nightShare, .weekendShare, .repairTime, .savedEnergy, .energyPerArea,
      .burnNight, .arrival, .no2Episode, .no2AlertEpisode, .o3Episode, .o3AlertEpisode, .pm10Episode,
      .pm25Episode, .outFor:
      true
    default: false
    }
  }

  /// The ranges by raw value, so that the hot path builds no strings.
  private static let ranges: [ClosedRange<Double>] = allCases.map { $0.definition.range }

  /// Whether the logic of an asset's kind works it out: then of two values of one time the later one corrects
  /// the earlier.
  public var isCorrectable: Bool {
    isDerived && self != .powerSaving && self != .deliveryRatio && self != .validRatio
  }

  /// Whether it tells of the asset's alerts: it is in the indicators alone, and the alerts' own history has what it says.
  public var isAboutAlerts: Bool {
    self == .acknowledgeTime || self == .resolveTime || self == .alertSeverity
  }

  /// For one that tells how long something took: the quantity that says how long it has taken so far, while it lasts.
  public var soFar: Quantity? { self == .repairTime ? .outFor : nil }

  /// Whether it speaks of something that happens, not of how things are.
  public var isEvent: Bool { eventSource != nil || isAboutAlerts }

  /// The quantity of whose changes it tells, for one that speaks of something that has ended: a stay ends when
  /// `occupied` changes, the energy of a day when `energy` is read after it. `nil` for a quantity that says how
  /// things are.
  public var eventSource: Quantity? {
    switch self {
    case .stay, .stayOver, .arrival: .occupied
    case .fillAtCollection, .overflowTime: .fillLevel
    case .airChanges: .co2
    case .baselineEnergy, .savedEnergy, .energyPerArea, .energyHour, .energyDay, .baseLoad, .nightShare,
      .weekendShare:
      .energy
    case .repairTime, .burnNight: .lampDead
    case .no2Day, .no2Episode, .no2AlertEpisode: .no2
    case .o3Episode, .o3AlertEpisode: .o3
    case .pm10Day, .pm10Episode: .pm10
    case .pm25Day, .pm25Episode: .pm25
    case .lden, .lnight: .noiseLAeq
    default: nil
    }
  }
}
