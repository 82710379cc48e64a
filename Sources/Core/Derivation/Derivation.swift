import Model

/// What follows from a single reading of an asset by what the registry says of it.
enum Derivation: BitwiseCopyable {
  case fillLevel(FillLevel)
  case powerSaving(PowerSaving)

  /// What can be derived for an asset; `nil` when there is nothing, or its parameters don't say how.
  init?(_ asset: Asset) {
    switch asset.kind {
    case .container:
      guard let geometry = FillLevel(asset.parameters) else { return nil }
      self = .fillLevel(geometry)
    case .luminaire:
      guard let saving = PowerSaving(asset.parameters) else { return nil }
      self = .powerSaving(saving)
    default: return nil
    }
  }

  /// The reading that follows; `nil` when none does.
  func derive(from reading: Reading) -> Reading? {
    switch self {
    case .fillLevel(let geometry):
      guard reading.quantity == .distance else { return nil }
      return Reading(.fillLevel, geometry.level(distance: reading.value), at: reading.at)
    case .powerSaving(let saving):
      guard reading.quantity == .power else { return nil }
      return Reading(.powerSaving, saving.saving(power: reading.value), at: reading.at)
    }
  }
}

/// What can be derived from the readings of each asset: of most assets nothing.
struct Derivations: Sendable {
  /// By asset; -1 for none.
  private let places: [Int32]
  private let derivations: [Derivation]

  init(_ assets: [Asset]) {
    var derivations: [Derivation] = []
    places = assets.map { asset in
      guard let derivation = Derivation(asset) else { return -1 }
      derivations.append(derivation)
      return Int32(derivations.count - 1)
    }
    self.derivations = derivations
  }

  /// What follows from a reading of an asset; `nil` when nothing does.
  func derive(from reading: Reading, _ asset: Int) -> Reading? {
    places[asset] < 0 ? nil : derivations[Int(places[asset])].derive(from: reading)
  }
}
