public import Model

/// How an asset is.
public enum AssetState: String, CaseIterable, Sendable {
  /// Heard, and nothing is wrong.
  case ok
  /// An alert is firing.
  case alert
  /// Its devices have been quiet for longer than they ever are.
  case silent
  /// Never heard.
  case unknown
}

/// One live value of an asset.
public struct LiveValue: Hashable, Sendable {
  /// What was measured.
  public let quantity: Quantity
  /// The value, in the quantity's unit.
  public let value: Double
  /// When it was measured.
  public let at: Timestamp
}

/// One asset at one moment.
public struct AssetView: Sendable {
  /// The asset.
  public let asset: Asset
  /// How it is.
  public let state: AssetState
  /// When one of its devices was last heard; `nil` when never.
  public let heardAt: Timestamp?
  /// What is known of it, by quantity.
  public let readings: [LiveValue]
  /// The ids of its devices.
  public let devices: [String]
}

/// One registered device at one moment.
public struct DeviceView: Sendable {
  /// The device.
  public let device: Device
  /// The id of its asset.
  public let asset: String
  /// When it was last heard; `nil` when never.
  public let heardAt: Timestamp?
  /// Whether it has been quiet for longer than it ever is.
  public let isSilent: Bool
  /// The usual time between two reports; `nil` before enough reports came.
  public let cadence: Duration?
  /// The share of its frames that came, in percent; `nil` when its messages have no counter.
  public let deliveryRatio: Double?
  /// The newest battery level in percent.
  public let battery: Double?
  /// The newest battery voltage in volts.
  public let batteryVoltage: Double?
  /// The signal strength of its newest uplink in dBm.
  public let rssi: Double?
  /// The signal to noise ratio of its newest uplink in dB.
  public let snr: Double?
  /// The key of the gateway that heard it best.
  public let gateway: DeviceKey?
  /// Messages taken.
  public let uplinks: UInt64
  /// Messages that were there already.
  public let duplicates: UInt64
}

extension City {
  /// Messages a second in the last minute.
  public borrowing func rate(at now: Timestamp) -> Double { rateMeter.rate(at: now) }

  /// The rules, in their order.
  public var ruleDefinitions: [RuleDefinition] { rules.rules.map(\.definition) }

  /// The rules, ready to be evaluated, in their order.
  public var compiledRules: [Rule] { rules.rules }

  /// The indicators, ready to be computed, in their order.
  public var compiledIndicators: [Indicator] { indicators.indicators }

  /// Each indicator in the city and in each district for which it has values, in their order.
  public borrowing func indicatorViews(at now: Timestamp) -> [IndicatorView] { indicators.views(at: now) }

  /// A value that has just become an effect, as those who ask see it.
  public borrowing func indicatorView(of value: IndicatorValue) -> IndicatorView {
    indicators.view(of: value, at: now)
  }

  /// The indicator called `name`; `nil` when there is none.
  public borrowing func indicator(named name: String) -> Indicator? {
    indicators.indicators.first { $0.name == name }
  }

  /// The places that have values: `city` and the districts' names.
  public var scopeNames: [String] { ["city"] + indicators.scopes.names }

  /// The rule with this index.
  public borrowing func rule(_ index: Int) -> RuleDefinition { rules.rules[index].definition }

  /// How many devices were heard, and how many are silent.
  public borrowing func deviceCounts(at now: Timestamp) -> (heard: Int, silent: Int) {
    var heard = 0
    var silent = 0
    for device in devices.indices where devices[device].wasHeard {
      heard += 1
      if isSilent(device, at: now) { silent += 1 }
    }
    return (heard, silent)
  }

  /// The index of the asset with `id`; `nil` when there is none.
  public borrowing func asset(id: String) -> Int? { assetIndex.find(id) }

  /// The index of the device with `id`; `nil` when there is none.
  public borrowing func device(id: String) -> Int? {
    deviceIndex.find(DeviceKey(id)).flatMap { definition.devices[$0].id == id ? $0 : nil }
  }

  /// How an asset is at `now`.
  public borrowing func assetState(_ asset: Int, at now: Timestamp) -> AssetState {
    if rules.isFiring(asset: asset, kind: definition.assets[asset].kind) { return .alert }
    let own = devicesOfAsset[asset]
    guard own.contains(where: { devices[Int($0)].wasHeard }) else { return .unknown }
    let isQuiet = own.allSatisfy { device in
      !devices[Int(device)].wasHeard || isSilent(Int(device), at: now)
    }
    return isQuiet ? .silent : .ok
  }

  /// One asset at `now`.
  public borrowing func assetView(_ index: Int, at now: Timestamp) -> AssetView {
    let own = devicesOfAsset[index].map(Int.init)
    let heardAt = own.map { devices[$0].heardAt }.max()
    return AssetView(
      asset: definition.assets[index], state: assetState(index, at: now),
      heardAt: heardAt.flatMap { $0 > .distantPast ? $0 : nil }, readings: liveValues(index, at: now),
      devices: own.map { definition.devices[$0].id })
  }

  /// What is known of an asset, in the order of the quantities.
  borrowing func liveValues(_ asset: Int, at now: Timestamp) -> [LiveValue] {
    state.slots(of: asset).compactMap { slot in live(slot, asset: asset, at: now) }
      .sorted { $0.quantity.rawValue < $1.quantity.rawValue }
  }

  /// A live value, as of `now` when it has grown since its reading; `nil` when it is not known any longer.
  private borrowing func live(_ slot: LiveState.Slot, asset: Int, at now: Timestamp) -> LiveValue? {
    let value = state.value(asset, slot.quantity, at: now)
    if value.isNaN { return nil }
    return LiveValue(quantity: slot.quantity, value: value, at: value == slot.value ? slot.at : now)
  }

  /// One device at `now`.
  public borrowing func deviceView(_ index: Int, at now: Timestamp) -> DeviceView {
    let device = definition.devices[index]
    let state = devices[index]
    return DeviceView(
      device: device, asset: definition.assets[device.asset].id,
      heardAt: state.wasHeard ? state.heardAt : nil,
      isSilent: isSilent(index, at: now),
      cadence: state.cadence.median, deliveryRatio: devices.deliveryRatio(index),
      battery: own(.battery, device, index), batteryVoltage: own(.batteryVoltage, device, index),
      rssi: state.rssi.isNaN ? nil : Double(state.rssi), snr: state.snr.isNaN ? nil : Double(state.snr),
      gateway: state.gateway == 0 ? nil : DeviceKey(value: state.gateway), uplinks: UInt64(state.uplinks),
      duplicates: UInt64(state.duplicates))
  }

  /// The asset's value if this device measured it.
  private borrowing func own(_ quantity: Quantity, _ device: Device, _ index: Int) -> Double? {
    guard let slot = state.slot(device.asset, quantity), slot.device == index else { return nil }
    return slot.value
  }

  /// The alerts that live, and those that ended in the last hour; the most urgent first.
  public borrowing func alerts(at now: Timestamp) -> [Alert] { rules.alerts(at: now) }

  /// How many alerts fulfil `condition`, out of those that live.
  public borrowing func alertCount(where condition: (Alert) -> Bool) -> Int {
    rules.alerts.values.count(where: condition)
  }
}
