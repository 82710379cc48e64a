import Model

/// The European air quality index: parameter `air_index`.
///
/// The index is the worst band of the pollutants that are measured: 1 good, 2 fair, 3 moderate, 4 poor, 5 very
/// poor, 6 extremely poor. There is none without one of nitrogen dioxide and the particles.
enum AirQualityIndex: String, CaseIterable, Sendable, BitwiseCopyable {
  /// European Environment Agency, bands of 2024, which follow the WHO guidelines of 2021.
  case revised
  /// European Environment Agency, bands until 2024; of particles they judge the running mean of 24 hours.
  case classic

  /// Over how many hours the mean of particles is judged.
  var hoursOfParticles: Int { self == .classic ? 24 : 1 }

  /// The upper ends of the bands 1 to 5 of a pollutant in ug/m3.
  func bounds(_ pollutant: Quantity) -> [Double] {
    switch (self, pollutant) {
    case (.revised, .pm25): [5, 15, 50, 90, 140]
    case (.revised, .pm10): [15, 45, 120, 195, 270]
    case (.revised, .no2): [10, 25, 60, 100, 150]
    case (.revised, _): [60, 100, 120, 160, 180]
    case (.classic, .pm25): [10, 20, 25, 50, 75]
    case (.classic, .pm10): [20, 40, 50, 100, 150]
    case (.classic, .no2): [40, 90, 120, 230, 340]
    case (.classic, _): [50, 100, 130, 240, 380]
    }
  }
}

/// The bands of a station: those of its index, or its own (`no2_bands`).
struct AirBands: Sendable {
  private let no2: [Double]
  private let o3: [Double]
  private let pm10: [Double]
  private let pm25: [Double]
  /// Over how many hours the mean of particles is judged.
  let hoursOfParticles: Int

  init(_ parameters: Parameters) {
    let index = parameters["air_index"].flatMap(AirQualityIndex.init(rawValue:)) ?? .revised
    // No more hours are kept than those of a day.
    hoursOfParticles =
      parameters.number(Limits.particleHoursKey).map { Int(min(24, max(1, $0))) } ?? index.hoursOfParticles
    no2 = parameters.values(Limits.bandsNO2, otherwise: index.bounds(.no2))
    o3 = parameters.values(Limits.bandsO3, otherwise: index.bounds(.o3))
    pm10 = parameters.values(Limits.bandsPM10, otherwise: index.bounds(.pm10))
    pm25 = parameters.values(Limits.bandsPM25, otherwise: index.bounds(.pm25))
  }

  /// The worst band of an hour's means in ug/m3; 0 when there are too few.
  func worst(no2: Double?, o3: Double?, pm10: Double?, pm25: Double?) -> Int {
    guard no2 != nil || pm10 != nil || pm25 != nil else { return 0 }
    return max(
      band(no2, self.no2), band(o3, self.o3), band(pm10, self.pm10), band(pm25, self.pm25))
  }

  private func band(_ mean: Double?, _ bounds: [Double]) -> Int {
    mean.map { mean in 1 + bounds.count { mean > $0 } } ?? 0
  }
}
