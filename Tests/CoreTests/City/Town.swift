@testable import Core
import Model

/// What happens to a town.
enum Event: Hashable {
  case uplink(Uplink, device: Int, readings: [Reading], arrivedAt: Timestamp)
  case tick(Timestamp)

  /// When it happens.
  var at: Timestamp {
    switch self {
    case .uplink(_, _, _, let arrivedAt): arrivedAt
    case .tick(let now): now
    }
  }
}

/// What one event caused.
struct Outcome: Hashable {
  /// `nil` for a tick.
  var verdict: Verdict?
  var readings: [AppliedReading]
  var transitions: [Transition]
  var values: [IndicatorValue] = []
  var devices: [Int32] = []
}

/// A small city: assets with one device each, and some rules.
struct Town: ~Copyable {
  private(set) var city: City
  private var effects = Effects()

  /// A town of these assets; the devices `00…0`, `00…1` … have the same indexes as their assets.
  init(
    _ assets: [Asset], rules: [RuleDefinition] = [], indicators: [IndicatorDefinition] = [],
    calendar: LocalCalendar = .utc, brokers: [String] = ["mqtt://a"]
  ) throws(RuleError) {
    let devices = assets.indices.map { Device(id: Self.deviceID($0), codec: "elsys", asset: $0) }
    let definition = CityDefinition(
      name: "Test", timeZone: "Europe/Brussels", calendar: calendar, assets: assets, devices: devices,
      brokers: brokers)
    var compiled: [Rule] = []
    for rule in rules { compiled.append(try Rule(rule)) }
    var measures: [Indicator] = []
    for indicator in indicators { measures.append(try Indicator(indicator)) }
    city = City(definition: definition, rules: compiled, indicators: measures)
  }

  /// A town with `count` assets `A-0`, `A-1` … of one kind.
  init(
    _ kind: AssetKind = .room, count: Int = 1, parameters: [String: String] = [:],
    rules: [RuleDefinition] = [], brokers: [String] = ["mqtt://a"]
  ) throws(RuleError) {
    let assets = (0..<count).map {
      Asset(id: "A-\($0)", kind: kind, name: "Asset \($0)", parameters: Parameters(parameters))
    }
    try self.init(assets, rules: rules, brokers: brokers)
  }

  static func deviceID(_ index: Int) -> String {
    let digits = String(index, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Lets one event happen.
  @discardableResult
  mutating func apply(_ event: Event) -> Outcome {
    effects.removeAll()
    var verdict: Verdict?
    switch event {
    case .uplink(let uplink, let device, let readings, let arrivedAt):
      verdict = city.apply(
        uplink, device: device, readings: readings.span, arrivedAt: arrivedAt, &effects)
    case .tick(let now): city.advance(to: now, &effects)
    }
    return Outcome(
      verdict: verdict, readings: effects.readings, transitions: effects.transitions,
      values: effects.indicatorValues, devices: effects.devices)
  }

  /// Lets events happen, one after the other.
  @discardableResult
  mutating func apply(_ events: [Event]) -> [Outcome] { events.map { apply($0) } }

  /// Lets the town listen again from `now` on.
  mutating func resume(at now: Timestamp) { city.resume(at: now) }

  /// Lets the town see something of its surroundings.
  /// - Returns: the steps that this causes.
  mutating func apply(_ observation: Observation, at: Timestamp) -> [Transition] {
    effects.removeAll()
    city.apply(observation, at: at, &effects)
    return effects.transitions
  }

  /// Goes on from an image.
  /// - Returns: the steps that this causes.
  mutating func restore(from image: [UInt8]) throws(ImageError) -> [Transition] {
    effects.removeAll()
    try city.restore(from: image, &effects)
    return effects.transitions
  }

  /// Carries out what a person asks.
  mutating func apply(_ command: OperatorCommand) -> Result<[Transition], CommandRefusal> {
    effects.removeAll()
    do throws(CommandRefusal) {
      _ = try city.apply(command, &effects)
      return .success(effects.transitions)
    } catch {
      return .failure(error)
    }
  }

  /// How the device is at `now`.
  func device(_ index: Int = 0, at now: Timestamp) -> DeviceView { city.deviceView(index, at: now) }

  /// The asset's live values.
  func values(of asset: Int = 0) -> [Quantity: Double] {
    let readings = city.assetView(asset, at: city.now).readings
    return Dictionary(uniqueKeysWithValues: readings.map { ($0.quantity, $0.value) })
  }
}

/// An uplink that arrives as soon as the network received it.
func uplink(
  _ readings: [Reading], counter: UInt32? = nil, device: Int = 0, receivedAt: Timestamp,
  arrivedAt: Timestamp? = nil, with change: (inout Uplink) -> Void = { _ in }
) -> Event {
  var uplink = Uplink(device: DeviceKey(Town.deviceID(device)), receivedAt: receivedAt)
  uplink.frameCounter = counter
  change(&uplink)
  return .uplink(uplink, device: device, readings: readings, arrivedAt: arrivedAt ?? receivedAt)
}
