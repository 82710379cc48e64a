import Model

/// Who stands between the devices and the city: which gateways hear which devices, and how it stands with the
/// brokers.
struct Network {
  /// The gateways that a device was heard by lately.
  private struct Hearing: BitwiseCopyable, Sendable {
    var gateways = InlineArray<4, Int32>(repeating: -1)
    /// When each last heard it, in whole seconds since 1970.
    var at = InlineArray<4, UInt32>(repeating: 0)
    /// The share of the device's last uplinks that each heard, from 0 to 1.
    var share = InlineArray<4, Float>(repeating: 0)
    /// How many uplinks the shares are of.
    var uplinks: UInt8 = 0
  }

  /// Uplinks over which shares are taken: slowly, so that those heard by other ways while a gateway is down hardly
  /// count.
  private static let shareMemory: UInt8 = 64
  /// A gateway that hears so much of a device would hear it if it spoke.
  private static let witnessShare: Float = 0.9
  /// One that hears less than this of a device is none that it relies on.
  private static let leastShare: Float = 0.25

  private struct Gateway: BitwiseCopyable {
    let key: UInt64
    /// The broker through which it was last heard; -1 when nobody knows.
    var broker: Int8 = -1
    var traffic = Traffic()
  }

  /// A broker, and what comes through it from all gateways together.
  private struct Broker: BitwiseCopyable {
    var isConnected = true
    /// Since when it is connected without a break, as far as that is known.
    var listeningSince = Timestamp.distantPast
    /// When it last had to wait for us.
    var overloadedAt = Timestamp.distantPast
    /// What arrives from all gateways.
    var traffic = Traffic()
  }

  /// How long after a gateway last heard a device it still counts as one that hears it.
  private static let memory = Duration.seconds(7 * 86_400)

  private var gateways: [Gateway] = []
  private var indexOfGateway: [UInt64: Int32] = [:]
  private var hearing: HeardValues<Hearing>
  /// The only gateway that hears a device; -1 when there are several, or none is known.
  private var onlyGateway: [Int32]
  /// The ids of gateways that are registered as assets.
  private let registered: [UInt64: String]

  /// What the configuration calls the brokers.
  let brokerNames: [String]
  private var brokers: [Broker]
  /// The broker through which a device was last heard; -1 when nobody knows.
  private var brokerOfDevice: [Int8]

  init(_ definition: CityDefinition) {
    brokerNames = definition.brokers
    brokers = Array(repeating: Broker(), count: definition.brokers.count)
    brokerOfDevice = Array(repeating: -1, count: definition.devices.count)
    hearing = HeardValues(repeating: Hearing(), count: definition.devices.count)
    onlyGateway = Array(repeating: -1, count: definition.devices.count)
    registered = Dictionary(
      definition.devices.filter { definition.assets[$0.asset].kind == .gateway }
        .map { ($0.key.value, definition.assets[$0.asset].id) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: - Gateways

  var gatewayCount: Int { gateways.count }

  /// What people call a gateway: the id of its asset if it is registered, else its EUI.
  func nameOfGateway(_ gateway: Int) -> String {
    let key = gateways[gateway].key
    if let id = registered[key] { return id }
    return hexadecimal(key)
  }

  /// The only gateway that hears a device; `nil` when there are several, or none is known.
  func onlyGateway(ofDevice device: Int) -> Int? { onlyGateway[device] < 0 ? nil : Int(onlyGateway[device]) }

  /// Takes note of who heard a device, and through which broker that is known.
  /// - Parameters:
  ///   - uplink: what was heard.
  ///   - device: whose it is, by index.
  ///   - at: when it was heard.
  ///   - arrivedAt: when it arrived.
  ///   - today: the day that it is.
  ///   - start: since when the city listens.
  mutating func note(
    _ uplink: Uplink, device: Int, at: Timestamp, arrivedAt: Timestamp, _ today: Today,
    since start: Timestamp
  ) {
    let broker = broker(of: uplink)
    if let broker { brokerOfDevice[device] = Int8(broker) }
    guard let best = uplink.gateway else { return }
    let start = max(start, listeningSince(broker))
    let uplinks = min(hearing[device].uplinks + 1, Self.shareMemory)
    let weight = 1 / Float(uplinks)
    hearing[device].uplinks = uplinks
    for index in 0..<4 { hearing[device].share[index] *= 1 - weight }
    var isAnyHabit = false
    func hear(_ key: UInt64) {
      let gateway = index(ofGateway: key)
      if let broker { gateways[gateway].broker = Int8(broker) }
      // One that is new, or hears it by chance, has no habit of it.
      let share = note(gateway, device, weight, at)
      let isHabit = uplinks > Cadence.intervalsNeeded && share >= Self.leastShare
      isAnyHabit = isAnyHabit || isHabit
      gateways[gateway].traffic.note(at, isHabit: isHabit, today, since: start)
    }
    hear(best.value)
    uplink.otherGateways.forEach(hear)
    if let broker { brokers[broker].traffic.note(arrivedAt, isHabit: isAnyHabit, today, since: start) }
    setOnlyGateway(device, at)
  }

  /// The broker that an uplink came through; where there is but one, it is that.
  private func broker(of uplink: Uplink) -> Int? {
    if brokers.count == 1 { return 0 }
    return uplink.broker.flatMap { brokers.indices.contains(Int($0)) ? Int($0) : nil }
  }

  /// Whether a device is one that gateways hear.
  func isHeardByGateways(device: Int) -> Bool { hearing[device].uplinks > 0 }

  /// Whether a gateway has heard the device since `moment`, to the second.
  func isHeard(device: Int, since moment: Timestamp) -> Bool {
    let second = Self.seconds(moment)
    for index in 0..<4 where hearing[device].gateways[index] >= 0 && hearing[device].at[index] >= second {
      return true
    }
    return false
  }

  /// Whether a gateway has heard anything since `moment`.
  func isHeard(gateway: Int, since moment: Timestamp) -> Bool { gateways[gateway].traffic.heardAt >= moment }

  /// Whether gateways that are down explain that a device is not heard: it relies on one of them, and none that would
  /// hear it is up.
  func isExplained(device: Int, isDown: (_ gateway: Int) -> Bool) -> Bool {
    var isAnyDown = false
    for index in 0..<4 where hearing[device].share[index] >= Self.leastShare {
      if isDown(Int(hearing[device].gateways[index])) {
        isAnyDown = true
      } else if hearing[device].share[index] >= Self.witnessShare {
        return false
      }
    }
    return isAnyDown
  }

  /// A gateway has heard a device.
  /// - Returns: the share of the device's uplinks that it hears.
  private mutating func note(_ gateway: Int, _ device: Int, _ weight: Float, _ at: Timestamp) -> Float {
    // Its own place, or that of the one that was quiet for longest.
    var place = 0
    for index in 0..<4 {
      if hearing[device].gateways[index] == Int32(gateway) {
        place = index
        break
      }
      if hearing[device].at[index] < hearing[device].at[place] { place = index }
    }
    if hearing[device].gateways[place] != Int32(gateway) { hearing[device].share[place] = 0 }
    hearing[device].gateways[place] = Int32(gateway)
    hearing[device].share[place] += weight
    hearing[device].at[place] = max(Self.seconds(at), hearing[device].at[place])
    return hearing[device].share[place]
  }

  private static func seconds(_ at: Timestamp) -> UInt32 { UInt32(clamping: at.nanoseconds / 1_000_000_000) }

  private mutating func index(ofGateway key: UInt64) -> Int {
    if let known = indexOfGateway[key] { return Int(known) }
    gateways.append(Gateway(key: key))
    indexOfGateway[key] = Int32(gateways.count - 1)
    return gateways.count - 1
  }

  private mutating func setOnlyGateway(_ device: Int, _ at: Timestamp) {
    var only: Int32 = -1
    for index in 0..<4 where hearing[device].gateways[index] >= 0 {
      guard hearing[device].at[index] >= Self.seconds(at - Self.memory) else { continue }
      if only >= 0 {
        onlyGateway[device] = -1
        return
      }
      only = hearing[device].gateways[index]
    }
    onlyGateway[device] = only
  }

  /// Whether a gateway has heard nobody for longer than it ever does, for someone who has listened since
  /// `start`; unknown while nobody listens to its broker.
  func isSilent(gateway: Int, since start: Timestamp, now: Timestamp) -> Double {
    let broker = brokerOf(gateway: gateway)
    guard isListening(to: broker) else { return Truth.unknown }
    let start = max(start, listeningSince(broker))
    return Truth.of(gateways[gateway].traffic.isSilent(since: start, now: now))
  }

  /// Whether nothing comes through a broker from any of several gateways for longer than usual, and than on other such
  /// days: the network server behind it hands nothing on. Where only one gateway was there before, it is the gateway, as
  /// far as can be known. Unknown while nobody listens to the broker.
  func isSilent(broker: Int, since start: Timestamp, now: Timestamp) -> Double {
    let state = brokers[broker]
    let since = max(start, state.listeningSince)
    guard state.isConnected else { return Truth.unknown }
    // At the time at which something last came, whoever listens since.
    let start = state.traffic.heardAt > start ? start : .distantPast
    let there = gateways.count { gateway in
      Int(gateway.broker) == broker && gateway.traffic.isKnown
        && !gateway.traffic.isSilent(since: start, now: state.traffic.heardAt)
    }
    guard there > 1 else { return Truth.no }
    return Truth.of(state.traffic.isSilent(since: since, now: now))
  }

  // MARK: - Brokers

  /// The index of a broker; `nil` when the configuration does not name it.
  func broker(named name: String) -> Int? { brokerNames.firstIndex(of: name) }

  /// The broker through which a device was last heard; `nil` when nobody knows.
  func brokerOf(device: Int) -> Int? { brokerOfDevice[device] < 0 ? nil : Int(brokerOfDevice[device]) }

  /// The broker through which a gateway was last heard; `nil` when nobody knows.
  func brokerOf(gateway: Int) -> Int? {
    gateways[gateway].broker < 0 ? nil : Int(gateways[gateway].broker)
  }

  /// Whether the city listens to a broker; to all, when nobody knows which: nobody's silence means anything otherwise.
  func isListening(to broker: Int?) -> Bool {
    broker.map { brokers[$0].isConnected } ?? brokers.allSatisfy(\.isConnected)
  }

  /// Since when the city listens to a broker without a break; to all, when nobody knows which.
  func listeningSince(_ broker: Int?) -> Timestamp {
    broker.map { brokers[$0].listeningSince } ?? brokers.lazy.map(\.listeningSince).max() ?? .distantPast
  }

  /// When a device could be heard again after a time in which its network server handed nothing on, or none of the gateways
  /// that hear it was there; ``Timestamp/distantPast`` when that never was.
  func backAt(device: Int) -> Timestamp {
    guard isHeardByGateways(device: device) else { return .distantPast }
    var firstBack = Timestamp.distantFuture
    for index in 0..<4 where hearing[device].share[index] >= Self.leastShare {
      firstBack = min(firstBack, gateways[Int(hearing[device].gateways[index])].traffic.backAt)
    }
    let gatewaysBack = firstBack < .distantFuture ? firstBack : .distantPast
    return max(gatewaysBack, brokerOf(device: device).map { brokers[$0].traffic.backAt } ?? .distantPast)
  }

  /// Whether a broker is connected.
  func isConnected(broker: Int) -> Bool { brokers[broker].isConnected }

  /// When a broker last had to wait for us; ``Timestamp/distantPast`` when never.
  func overloadedAt(broker: Int) -> Timestamp { brokers[broker].overloadedAt }

  /// A broker is connected since `now`, or is no longer.
  mutating func set(isConnected value: Bool, broker: Int, now: Timestamp) {
    brokers[broker].isConnected = value
    if value { brokers[broker].listeningSince = now }
  }

  mutating func set(overloadedAt at: Timestamp, broker: Int) { brokers[broker].overloadedAt = at }
}

extension Network {
  func write(to writer: inout ImageWriter) {
    writer.write(gateways)
    writer.write(brokers)
    writer.write(brokerOfDevice)
    hearing.write(to: &writer)
    writer.write(onlyGateway)
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    gateways = try reader.read(arrayOf: Gateway.self)
    for index in gateways.indices {
      indexOfGateway[gateways[index].key] = Int32(index)
      gateways[index].broker = mapping.broker(gateways[index].broker)
    }
    let known = try reader.read(arrayOf: Broker.self)
    guard known.count == mapping.brokers.count else { throw .damaged }
    for (index, state) in known.enumerated() where mapping.brokers[index] >= 0 {
      brokers[Int(mapping.brokers[index])] = state
    }
    let through = try reader.read(arrayOf: Int8.self)
    guard through.count == mapping.devices.count else { throw .damaged }
    for index in through.indices {
      if let device = mapping.device(index) { brokerOfDevice[device] = mapping.broker(through[index]) }
    }
    try hearing.read(from: &reader, mapping)
    let only = try reader.read(arrayOf: Int32.self)
    guard only.count == mapping.devices.count else { throw .damaged }
    for index in only.indices {
      if let device = mapping.device(index) { onlyGateway[device] = only[index] }
    }
  }

  static var imageLayout: [Int] {
    [MemoryLayout<Gateway>.size, MemoryLayout<Hearing>.size, MemoryLayout<Broker>.size]
  }
}

extension ImageMapping {
  /// Where a broker of the image stands in the city; -1 when it is gone, or none was known.
  fileprivate func broker(_ index: Int8) -> Int8 {
    brokers.indices.contains(Int(index)) ? Int8(brokers[Int(index)]) : -1
  }
}
