import Model

/// A set of quantities, one bit each.
struct QuantitySet: OptionSet, Hashable, Sendable, BitwiseCopyable {
  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Not a quantity: whether an asset's devices are silent.
  static let silence = QuantitySet(rawValue: 1 << 63)

  init(_ quantity: Quantity) { rawValue = 1 << UInt64(quantity.rawValue) }

  init(_ quantities: some Sequence<Quantity>) {
    rawValue = quantities.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
  }
}
