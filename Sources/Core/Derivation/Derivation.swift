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
