import Model

/// A set of quantities, one bit each.
struct QuantitySet: OptionSet, Hashable, Sendable, BitwiseCopyable {
  let rawValue: UInt128

  init(rawValue: UInt128) { self.rawValue = rawValue }

  /// Not a quantity: whether an asset's devices are silent.
  static let silence = QuantitySet(rawValue: 1 << 127)

  /// Not a quantity: whether what an asset says can be true.
  static let plausibility = QuantitySet(rawValue: 1 << 126)

  init(_ quantity: Quantity) { rawValue = 1 << UInt128(quantity.rawValue) }

  init(_ quantities: some Sequence<Quantity>) {
    rawValue = quantities.reduce(0) { $0 | 1 << UInt128($1.rawValue) }
  }
}
