public import Model

/// The live city: what is known of every asset and device, and what is wrong now.
///
/// One thread owns it; it can't be copied. It is a function of the events that it was given, in their order:
/// there is no clock, no randomness and no I/O here, so a replay of the same events gives the same city.
public struct City: ~Copyable {
  /// What exists.
  public let definition: CityDefinition
  /// What became of the messages.
  public internal(set) var counters = IngestCounters()
  /// Devices that speak and that nobody registered.
  public internal(set) var unknownDevices = UnknownDevices()
  /// How long the newest message waited between socket and city.
  public internal(set) var lag = Duration.zero
  /// The latest moment that the city has seen.
  public internal(set) var now = Timestamp.distantPast

  let deviceIndex: DeviceIndex
  let derivations: Derivations
  let assetIndex: AssetIndex
  var state: LiveState
  var devices: HeardDevices
  var recent: [Int: RecentReadings] = [:]
  var rules: RuleEngine
  var devicesOfAsset: DevicesOfAssets { state.devicesOfAsset }
  var listeningSince: Timestamp { state.listeningSince }
  var indicators: IndicatorEngine
  /// When to look whether a device has become silent.
  var silenceTimers = TimerQueue<Int32>()
  /// Room for the devices whose timers are due at one moment.
  var due: [Int32] = []
  /// The order of a message's readings where they do not stand in it, and room for the late ones of one moment.
  var order: [Int] = []
  var late: [Reading] = []
  /// Each device's next timer; an earlier one makes the one before it void.
  var silenceTimerAt: [Timestamp]
  var rateMeter = RateMeter()
  /// The day of the message that is being taken, by the network's time.
  var today = Today()
  /// The day that it is.
  var dayOfNow = Today()

  /// A city of which nothing was heard yet.
  public init(definition: CityDefinition, rules: [Rule], indicators: [Indicator] = []) {
    self.definition = definition
    deviceIndex = DeviceIndex(definition.devices)
    derivations = Derivations(definition.assets)
    assetIndex = AssetIndex(definition.assets)
    state = LiveState(definition)
    for need in rules.flatMap(\.needs) { state.keep(need) }
    silenceTimerAt = Array(repeating: .distantFuture, count: definition.devices.count)
    devices = HeardDevices(count: definition.devices.count)
    self.rules = RuleEngine(
      rules, definition.assets, state.districts, brokerCount: definition.brokers.count)
    self.indicators = IndicatorEngine(indicators, definition, state.districts)
  }
}
