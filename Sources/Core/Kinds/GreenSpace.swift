import Model

/// A green space: how much of the water that plants can take is left, and how much watering would fill it up.
///
/// Soil holds water between the wilting point and the field capacity. When more of it is gone than plants bear
/// without stress, watering is due: as much as brings the root zone back to field capacity (the method of FAO Irrigation
/// and Drainage Paper 56, chapter 8). It stays due until clearly more is there: soil lingers at the limit for days, and a
/// probe's noise is no rain.
struct GreenSpace: KindState {
  static let quantities = QuantitySet(.soilMoisture)
  static let memory = 48

  /// What holds for a bed.
  final class Terms: Sendable {
    let fieldCapacity: Double
    let wiltingPoint: Double
    let depletion: Double
    let hysteresis: Double
    let rootDepth: Double

    init(_ parameters: Parameters) {
      let soil = parameters["soil"].flatMap(Soil.init(rawValue:)) ?? .loam
      fieldCapacity = parameters.number(Limits.fieldCapacityKey) ?? soil.fieldCapacity
      wiltingPoint = parameters.number(Limits.wiltingPointKey) ?? soil.wiltingPoint
      depletion = parameters.value(Limits.depletion)
      hysteresis = parameters.value(Limits.depletionHysteresis)
      rootDepth = parameters.value(Limits.rootDepth)
    }
  }

  private var isDry = false

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    let range = terms.fieldCapacity - terms.wiltingPoint
    guard range > 0 else { return }
    let available = min(100, max(0, 100 * (reading.value - terms.wiltingPoint) / range))
    results.add(.availableWater, available, at: reading.at)
    isDry = available < 100 - terms.depletion + (isDry ? terms.hysteresis : 0)
    let need = isDry ? max(0, terms.fieldCapacity - reading.value) / 100 * terms.rootDepth : 0
    results.add(.wateringNeed, need, at: reading.at)
  }
}

/// A texture of soil: parameter `soil`.
///
/// The figures are of the order of those in textbooks of irrigation and were not checked against a source: a city that
/// waters by them measures its own soil (`field_capacity_percent`, `wilting_point_percent`).
enum Soil: String, CaseIterable, Sendable {
  case sand, loam, clay

  /// The water that stays against gravity, in percent of the volume.
  var fieldCapacity: Double {
    switch self {
    case .sand: 12
    case .loam: 25
    case .clay: 36
    }
  }

  /// The water that plants can't take, in percent of the volume.
  var wiltingPoint: Double {
    switch self {
    case .sand: 4.5
    case .loam: 12
    case .clay: 22
    }
  }
}
