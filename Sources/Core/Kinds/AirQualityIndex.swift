import Model

/// The European air quality index: parameter `air_index`.
///
/// The index is the worst band of the pollutants that are measured: 1 good, 2 fair, 3 moderate, 4 poor, 5 very
/// poor, 6 extremely poor.
enum AirQualityIndex: String, CaseIterable, Sendable, BitwiseCopyable {
  /// European Environment Agency, bands of 2024, which follow the WHO guidelines of 2021.
  case revised
  /// European Environment Agency, bands until 2024; of particles they judge the mean of 24 hours, here the hour.
  case classic

  /// The band of an hour's mean in ug/m3; 0 when there is none.
  func band(_ pollutant: Quantity, _ mean: Double?) -> Int {
    guard let mean else { return 0 }
    let bounds = bounds(pollutant)
    var band = 1
    for index in bounds.indices where mean > bounds[index] { band = index + 2 }
    return band
  }

  /// The upper ends of the bands 1 to 5.
  private func bounds(_ pollutant: Quantity) -> InlineArray<5, Double> {
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
