import Core
import Model

/// One or two sets of rules over the same uplinks.
final class BacktestRun {
  private var first: Backtest
  private var second: Backtest?
  private let progress: TimeProgress
  /// What was taken.
  private(set) var uplinks = 0
  private(set) var readings = 0

  /// How much is learned before alerts count: windows, held conditions and habits.
  static let warmUp = Duration.seconds(86_400)
  /// So many uplinks between two looks at the progress.
  private static let stride = 1 << 16

  init(
    _ city: CityDefinition, _ rules: [Rule], comparing others: [Rule]?, from: Timestamp,
    _ progress: TimeProgress
  ) {
    first = Backtest(city, rules: rules, from: from)
    second = others.map { Backtest(city, rules: $0, from: from) }
    self.progress = progress
  }

  /// The index of the device with this id; `nil` when the city has none.
  func device(id: String) -> Int? { first.device(id: id) }

  /// Takes one uplink, in order of arrival.
  func take(_ uplink: Uplink, device: Int, _ readings: Span<Reading>, arrivedAt: Timestamp) {
    first.take(uplink, device: device, readings, arrivedAt: arrivedAt)
    second?.take(uplink, device: device, readings, arrivedAt: arrivedAt)
    uplinks += 1
    self.readings += readings.count
    if uplinks % Self.stride == 0 { progress.show(self.readings, upTo: arrivedAt) }
  }

  /// Ends it: the alerts of each set of rules.
  func finish(at end: Timestamp) -> (first: [BacktestAlert], second: [BacktestAlert]?) {
    progress.end(readings)
    let alerts = first.finish(at: end)
    return (alerts, second?.finish(at: end))
  }
}
