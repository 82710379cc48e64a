import Model
import Wire

/// What there is to say of all assets of one kind in one line.
struct KindOverview: Equatable, Sendable {
  let kind: AssetKind
  /// How many assets are in each state.
  private(set) var counts: [String: Int] = [:]
  /// The fullest, the worst, how many are occupied: as the kind has it.
  private(set) var highlight: [String] = []

  /// The kinds that the city has, in the order of `AssetKind`.
  static func all(of assets: [AssetObject], _ appearance: Appearance) -> [KindOverview] {
    let byKind = Dictionary(grouping: assets, by: \.kind)
    return AssetKind.allCases.compactMap { kind in
      byKind[kind.rawValue].map { KindOverview(kind, $0, appearance) }
    }
  }

  private init(_ kind: AssetKind, _ assets: [AssetObject], _ appearance: Appearance) {
    self.kind = kind
    counts = Dictionary(grouping: assets, by: \.state).mapValues(\.count)
    // What is silent is not known: it must not count as free, empty or off.
    highlight = Highlight(assets: assets.filter(\.isHeard), appearance: appearance).parts(for: kind)
  }

  var total: Int { counts.values.reduce(0, +) }

  /// How many assets are in a state.
  subscript(state: AssetObject.State) -> Int { counts[state.rawValue] ?? 0 }
}

/// The most telling values among assets of one kind.
private struct Highlight {
  var assets: [AssetObject]
  var appearance: Appearance

  func parts(for kind: AssetKind) -> [String] {
    switch kind {
    case .container: extremes("fullest", .fillLevel, by: >)
    case .parkingBay: share("occupied", .occupied)
    case .room: extremes("worst CO2", .co2, by: >)
    case .luminaire: lamps
    case .building: total("using", .power)
    case .station: worstAir
    case .greenSpace: extremes("driest", .soilMoisture, by: <)
    case .gateway: []
    }
  }

  /// `fullest C-012 98 %`, `C-044 95 %`.
  private func extremes(
    _ label: String, _ quantity: Quantity, by precedes: (Double, Double) -> Bool
  ) -> [String] {
    let values = assets.compactMap { asset in asset.value(quantity).map { (asset.id, $0) } }
    let first = values.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : precedes($0.1, $1.1) }.prefix(3)
    return first.enumerated().map { rank, entry in
      (rank == 0 ? label + " " : "") + "\(entry.0) \(text(entry.1, quantity))"
    }
  }

  /// `212 of 340 occupied (62 %)`.
  private func share(_ label: String, _ quantity: Quantity) -> [String] {
    let values = assets.compactMap { $0.value(quantity) }
    let count = values.count { $0 != 0 }
    guard let share = NumberText.share(count, of: values.count) else { return [] }
    return ["\(NumberText.count(count)) of \(NumberText.count(values.count)) \(label) (\(share))"]
  }

  /// `using 132 kW`.
  private func total(_ label: String, _ quantity: Quantity) -> [String] {
    let values = assets.compactMap { $0.value(quantity) }
    return values.isEmpty ? [] : ["\(label) \(text(values.reduce(0, +), quantity))"]
  }

  /// `180 of 200 on (90 %)`, `2 faults`.
  private var lamps: [String] {
    let faults = assets.count { $0.value(.lampFault) ?? 0 != 0 }
    return share("on", .lampOn) + (faults > 0 ? [NumberText.count(faults, "fault")] : [])
  }

  /// The first pollutant that is measured at all; noise where none is.
  private var worstAir: [String] {
    let choices: [(String, Quantity)] = [
      ("worst PM2.5", .pm25), ("worst NO2", .no2), ("worst PM10", .pm10), ("loudest", .noiseLAeq),
    ]
    return choices.lazy.map { extremes($0.0, $0.1, by: >) }.first { !$0.isEmpty } ?? []
  }

  private func text(_ value: Double, _ quantity: Quantity) -> String {
    NumberText.measure(value, unit: quantity.unit.code, appearance)
  }
}
