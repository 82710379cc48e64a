import Model

/// The newest usable reading of each asset and quantity.
///
/// All slots stand in one flat array; those of an asset are chained in the order in which its quantities were
/// first heard. An asset has a handful of quantities, so a walk along the chain beats a table per asset, and
/// a million assets cost only the slots that exist.
struct LiveState: ~Copyable {
  struct Slot: BitwiseCopyable {
    let quantity: Quantity
    /// The device that measured it, by index.
    var device: Int32
    /// The next slot of the same asset, or -1.
    fileprivate(set) var next: Int32 = -1
    var value: Double
    /// When it was measured.
    var at: Timestamp
  }

  private var slots: [Slot] = []
  private var first: [Int32]

  init(assetCount: Int) {
    first = Array(repeating: -1, count: assetCount)
    slots.reserveCapacity(assetCount * 4)
  }

  private borrowing func index(_ asset: Int, _ quantity: Quantity) -> Int? {
    var index = first[asset]
    while index >= 0 {
      if slots[Int(index)].quantity == quantity { return Int(index) }
      index = slots[Int(index)].next
    }
    return nil
  }

  /// What is known of one quantity of an asset; `nil` when it was never measured.
  borrowing func slot(_ asset: Int, _ quantity: Quantity) -> Slot? {
    index(asset, quantity).map { slots[$0] }
  }

  /// The value in the quantity's unit; not-a-number when it was never measured.
  borrowing func value(_ asset: Int, _ quantity: Quantity) -> Double {
    guard let index = index(asset, quantity) else { return Truth.unknown }
    return slots[index].value
  }

  /// All that is known of an asset.
  borrowing func slots(of asset: Int) -> [Slot] {
    var list: [Slot] = []
    var index = first[asset]
    while index >= 0 {
      list.append(slots[Int(index)])
      index = slots[Int(index)].next
    }
    return list
  }

  /// How a reading stands to what is already known.
  enum Placement {
    /// It is the newest.
    case newest
    /// A newer one is known: it belongs into the history only.
    case late
    /// The same value at the same time is already there.
    case repeated
  }

  /// Where `reading` belongs; does not change anything.
  borrowing func placement(of reading: Reading, asset: Int) -> Placement {
    guard let slot = slot(asset, reading.quantity) else { return .newest }
    if reading.at > slot.at { return .newest }
    return reading.at == slot.at && reading.value == slot.value ? .repeated : .late
  }

  /// Makes `reading` the newest of its asset and quantity.
  mutating func set(_ reading: Reading, asset: Int, device: Int) {
    if let index = index(asset, reading.quantity) {
      slots[index].value = reading.value
      slots[index].at = reading.at
      slots[index].device = Int32(device)
      return
    }
    var last = first[asset]
    while last >= 0, slots[Int(last)].next >= 0 { last = slots[Int(last)].next }
    let slot = Slot(
      quantity: reading.quantity, device: Int32(device), value: reading.value, at: reading.at)
    if last >= 0 {
      slots[Int(last)].next = Int32(slots.count)
    } else {
      first[asset] = Int32(slots.count)
    }
    slots.append(slot)
  }
}
