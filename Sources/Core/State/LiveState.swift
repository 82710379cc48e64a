import Model

/// The newest usable reading of each asset and quantity.
///
/// All slots stand in one flat array; those of an asset are chained in the order in which its quantities were
/// first heard. An asset has a handful of quantities, so a walk along the chain beats a table per asset, and
/// a million assets cost only the slots that exist.
struct LiveState: ~Copyable {
  struct Slot: BitwiseCopyable {
    var value: Double
    /// When it was measured.
    var at: Timestamp
    /// The next slot of the same asset, or -1.
    fileprivate(set) var next: Int32 = -1
    // A city may have millions of these: the device's index in 24 bits, all of them set for none.
    private var deviceLow = UInt16.max
    private var deviceHigh = UInt8.max
    let quantity: Quantity

    init(_ reading: Reading, device: Int?) {
      (value, at, quantity) = (reading.value, reading.at, reading.quantity)
      self.device = device
    }

    /// Takes a newer reading of the same quantity.
    mutating func follow(_ reading: Reading, device: Int) {
      (value, at) = (reading.value, reading.at)
      self.device = device
    }

    /// The device that measured it, by index below ``CityDefinition/devicesMax``; `nil` when it is gone.
    var device: Int? {
      get {
        let index = Int(deviceHigh) << 16 | Int(deviceLow)
        return index < CityDefinition.devicesMax ? index : nil
      }
      set {
        let index = newValue ?? CityDefinition.devicesMax
        deviceLow = UInt16(truncatingIfNeeded: index)
        deviceHigh = UInt8(truncatingIfNeeded: index >> 16)
      }
    }
  }

  private var slots: [Slot] = []
  private var first: [Int32]
  /// The readings of the last while that rules look back on.
  var windows = Windows()
  /// Since when conditions have been true that rules ask for.
  var held = HeldConditions()
  /// What is understood of the assets.
  var kinds: AssetKinds
  /// Who is silent.
  var silence: Silence
  /// Who stands between the devices and the city.
  var network: Network
  /// Which readings can't be true.
  var plausibility: Plausibility
  /// Since when the city listens without a break; ``Timestamp/distantPast`` when it was never away.
  var listeningSince = Timestamp.distantPast
  /// The devices of each asset.
  let devicesOfAsset: DevicesOfAssets
  /// Who lies where.
  let districts: Districts
  /// Who hangs on which feeder.
  let cabinets: Cabinets
  /// The city's clocks and days off.
  let calendar: LocalCalendar

  init(_ definition: CityDefinition) {
    let count = definition.assets.count
    first = Array(repeating: -1, count: count)
    silence = Silence(deviceCount: definition.devices.count, assetCount: count)
    kinds = AssetKinds(definition)
    districts = Districts(definition.assets)
    cabinets = Cabinets(definition.assets)
    network = Network(definition)
    plausibility = Plausibility(deviceCount: definition.devices.count)
    devicesOfAsset = DevicesOfAssets(definition)
    calendar = definition.calendar
  }

  /// Keeps what a function needs.
  mutating func keep(_ need: FunctionNeed) {
    switch need {
    case .window(let kind?, let quantity, let length): windows.keep(kind, quantity, length)
    case .condition(let kind?, let condition): held.follow(kind, condition)
    case .window(nil, _, _), .condition(nil, _): break
    }
  }

  /// Follows the conditions of `kind` that look at any of `changed`, which of an asset is new.
  mutating func followHeldConditions(
    of kind: AssetKind, touching changed: QuantitySet, asset: Int, at: Timestamp
  ) {
    for index in held.conditions[kind.index].indices
    where !held.conditions[kind.index][index].program.quantities.isDisjoint(with: changed) {
      let truth = held.conditions[kind.index][index].program.evaluate(self, asset: asset, now: at)
      held.note(held.conditions[kind.index][index].id, asset: asset, truth: truth, at: at)
    }
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

  /// The value at `now`, which for some quantities is another than when it was measured.
  borrowing func value(_ asset: Int, _ quantity: Quantity, at now: Timestamp) -> Double {
    quantity.growsWithTime ? kinds.value(asset, quantity, at: now) : value(asset, quantity)
  }

  /// When the newest of an asset's `quantities` was measured; ``Timestamp/distantPast`` when none was.
  borrowing func newestTime(_ asset: Int, _ quantities: QuantitySet) -> Timestamp {
    var newest = Timestamp.distantPast
    var index = first[asset]
    while index >= 0 {
      let slot = slots[Int(index)]
      if quantities.contains(QuantitySet(slot.quantity)) { newest = max(newest, slot.at) }
      index = slot.next
    }
    return newest
  }

  /// When the first of an asset's `quantities` was measured that is known after `moment`.
  borrowing func earliestTime(
    _ asset: Int, _ quantities: QuantitySet, after moment: Timestamp
  ) -> Timestamp {
    var earliest = Timestamp.distantFuture
    var index = first[asset]
    while index >= 0 {
      let slot = slots[Int(index)]
      if slot.at > moment, quantities.contains(QuantitySet(slot.quantity)) {
        earliest = min(earliest, slot.at)
      }
      index = slot.next
    }
    return earliest
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

  /// The only gateway that hears any device of the asset; `nil` when there are several, or none is known.
  borrowing func onlyGateway(ofAsset asset: Int) -> Int? {
    var only: Int?
    for device in devicesOfAsset[asset] {
      guard let gateway = network.onlyGateway(ofDevice: Int(device)), only == nil || only == gateway else {
        return nil
      }
      only = gateway
    }
    return only
  }

  /// The assets that only this gateway hears, by index.
  borrowing func assets(onlyHeardBy gateway: Int) -> [Int] {
    first.indices.filter { onlyGateway(ofAsset: $0) == gateway }
  }

  /// Whether gateways hear any device of the asset.
  borrowing func isHeardByGateways(_ asset: Int) -> Bool {
    for device in devicesOfAsset[asset] where network.isHeardByGateways(device: Int(device)) { return true }
    return false
  }

  /// The device that measured a value of the asset; `nil` when it is none of the asset's any more.
  private borrowing func device(of slot: Slot, _ asset: Int) -> Int? {
    slot.device.flatMap { devicesOfAsset[asset].contains(Int32($0)) ? $0 : nil }
  }

  /// Whether a value of the asset was measured by a device that is none of its any more.
  borrowing func hasValueOfGoneDevice(_ asset: Int) -> Bool {
    slots(of: asset).contains { device(of: $0, asset) == nil }
  }

  /// Whether the device that measured a value of the asset is silent, or is none of the asset's any more.
  borrowing func isStale(_ slot: Slot, of asset: Int) -> Bool {
    device(of: slot, asset).map(silence.ofDevice) ?? true
  }

  /// The assets whose devices are heard through this broker and no other, by index.
  borrowing func assets(onlyHeardThrough broker: Int) -> [Int] {
    first.indices.filter { asset in
      var isHeard = false
      for device in devicesOfAsset[asset] {
        guard let other = network.brokerOf(device: Int(device)) else { continue }
        if other != broker { return false }
        isHeard = true
      }
      return isHeard
    }
  }

  /// Whether anything of an asset is heard through this broker, as far as is known: it may be when nothing is.
  borrowing func mayBeHeard(_ asset: Int, through broker: Int) -> Bool {
    var isKnown = false
    for device in devicesOfAsset[asset] {
      guard let other = network.brokerOf(device: Int(device)) else { continue }
      if other == broker { return true }
      isKnown = true
    }
    return !isKnown
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

  /// Makes `reading` the newest of its asset and quantity, if it is; `device` measured it.
  /// - Returns: where it belongs.
  mutating func take(_ reading: Reading, asset: Int, device: Int) -> Placement {
    guard let index = index(asset, reading.quantity) else {
      add(Slot(reading, device: device), asset)
      return .newest
    }
    let placement = Self.placement(of: reading, against: slots[index])
    if placement == .newest { slots[index].follow(reading, device: device) }
    return placement
  }

  private static func placement(of reading: Reading, against slot: Slot) -> Placement {
    if reading.at > slot.at { return .newest }
    guard reading.at == slot.at else { return .late }
    if reading.value == slot.value { return .repeated }
    // What is derived may have been corrected; of two measurements at one time the first one stays.
    return reading.quantity.isDerived ? .newest : .late
  }

  /// Lets `look` see the asset as it was known at `moment`: with the late readings of that time, and without
  /// what is newer.
  mutating func lookBack(
    _ asset: Int, to moment: Timestamp, _ late: [Reading], _ look: (borrowing LiveState) -> Void
  ) {
    var kept: [(index: Int, value: Double, at: Timestamp)] = []
    var index = Int(first[asset])
    while index >= 0 {
      let slot = slots[index]
      let found = late.first { $0.quantity == slot.quantity }
      if found != nil || slot.at > moment {
        kept.append((index, slot.value, slot.at))
        slots[index].value = found?.value ?? Truth.unknown
        slots[index].at = moment
      }
      index = Int(slot.next)
    }
    look(self)
    for (index, value, at) in kept {
      slots[index].value = value
      slots[index].at = at
    }
  }

  private mutating func add(_ slot: Slot, _ asset: Int) {
    var last = first[asset]
    while last >= 0, slots[Int(last)].next >= 0 { last = slots[Int(last)].next }
    if last >= 0 {
      slots[Int(last)].next = Int32(slots.count)
    } else {
      first[asset] = Int32(slots.count)
    }
    slots.append(slot)
  }
}

extension LiveState {
  borrowing func write(to writer: inout ImageWriter) {
    writer.write(first)
    writer.write(slots)
    windows.write(to: &writer)
    held.write(to: &writer)
    silence.write(to: &writer)
    network.write(to: &writer)
    plausibility.write(to: &writer)
    writer.write(listeningSince)
    kinds.write(to: &writer)
  }

  /// - Returns: the held conditions that the image knows of.
  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping, _ definition: CityDefinition
  ) throws(ImageError) -> Set<UInt64> {
    let (first, slots) = (try reader.read(arrayOf: Int32.self), try reader.read(arrayOf: Slot.self))
    guard first.count == mapping.assets.count else { throw .damaged }
    if mapping.isSameRegistry {
      (self.first, self.slots) = (first, slots)
    } else {
      try take(first, slots, mapping)
    }
    try windows.read(from: &reader, mapping, definition)
    let known = try held.read(from: &reader, mapping)
    try silence.read(from: &reader, mapping)
    try network.read(from: &reader, mapping)
    try plausibility.read(from: &reader, mapping)
    listeningSince = try reader.read()
    try kinds.read(from: &reader, mapping)
    return known
  }

  /// Takes over what another registry's assets are known by.
  private mutating func take(
    _ first: [Int32], _ slots: [Slot], _ mapping: ImageMapping
  ) throws(ImageError) {
    for old in first.indices {
      guard let asset = mapping.asset(old) else { continue }
      var index = Int(first[old])
      while index >= 0 {
        // A chain goes on at later places only.
        guard index < slots.count, slots[index].next < 0 || slots[index].next > index else { throw .damaged }
        let slot = slots[index]
        // A device that went to another asset leaves what it measured for this one.
        let reading = Reading(slot.quantity, slot.value, at: slot.at)
        add(Slot(reading, device: slot.device.flatMap { mapping.device($0) }), asset)
        index = Int(slot.next)
      }
    }
  }
}
