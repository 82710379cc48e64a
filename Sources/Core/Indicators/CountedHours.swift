import Model

/// Which hours of its periods an indicator counts, and for how many assets.
struct CountedHours: Sendable {
  /// The different hours that there are; `nil` for all hours.
  private let variants: [OpeningHours?]
  /// Each asset's own, by place in ``variants``; none where all have the same.
  private let variantOfAsset: [Int32]
  /// How many assets of each kind have each of them, by scope, kind and variant.
  private let counts: [[[Int]]]

  init(_ hours: IndicatorDefinition.Hours, _ assets: [Asset], _ scopes: Scopes) {
    guard case .active = hours else {
      variants = [Self.hours(hours, nil)]
      variantOfAsset = []
      counts = (0...scopes.names.count).map { scope in
        AssetKind.allCases.map { [scopes.count(of: $0, in: scope)] }
      }
      return
    }
    var variants: [OpeningHours?] = []
    var variantOfText: [String?: Int32] = [:]
    variantOfAsset = assets.map { asset in
      let text = asset.parameters["active"]
      if let known = variantOfText[text] { return known }
      variantOfText[text] = Int32(variants.count)
      variants.append(Self.hours(hours, text))
      return Int32(variants.count - 1)
    }
    self.variants = variants
    var counts = [[[Int]]](
      repeating: AssetKind.allCases.map { _ in Array(repeating: 0, count: variants.count) },
      count: scopes.names.count + 1)
    for (index, asset) in assets.enumerated() {
      let variant = Int(variantOfAsset[index])
      counts[0][asset.kind.index][variant] += 1
      let scope = scopes.scope(ofAsset: index)
      if scope > 0 { counts[scope][asset.kind.index][variant] += 1 }
    }
    self.counts = counts
  }

  private static func hours(_ hours: IndicatorDefinition.Hours, _ active: String?) -> OpeningHours? {
    switch hours {
    case .all: nil
    case .fixed(let hours): hours
    // The registry's reader has refused what can't be read.
    case .active: active.flatMap { try? OpeningHours($0) }
    }
  }

  /// The parts of a stretch of time that count, for each of the different hours that there are.
  func parts(of stretch: Range<Timestamp>, _ calendar: LocalCalendar) -> [[Range<Timestamp>]] {
    variants.map { $0?.open(in: stretch, calendar) ?? [stretch] }
  }

  /// Those of ``parts(of:_:)`` that count for an asset.
  func counted(_ parts: [[Range<Timestamp>]], asset: Int) -> [Range<Timestamp>] {
    parts[variantOfAsset.isEmpty ? 0 : Int(variantOfAsset[asset])]
  }

  /// How many milliseconds of a stretch of time count, for all assets of a kind in a scope together.
  func whole(
    of kind: AssetKind, in stretch: Range<Timestamp>, _ scope: Int, _ calendar: LocalCalendar
  ) -> Int128 {
    var whole: Int128 = 0
    for (variant, hours) in variants.enumerated() where counts[scope][kind.index][variant] > 0 {
      let parts = hours?.open(in: stretch, calendar) ?? [stretch]
      let length = parts.reduce(0) { $0 + $1.upperBound.milliseconds - $1.lowerBound.milliseconds }
      whole += Int128(counts[scope][kind.index][variant]) * Int128(length)
    }
    return whole
  }
}
