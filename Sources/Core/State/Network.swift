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
    var heardAt: Timestamp
    var cadence = Cadence()
  }

  /// How long after a gateway last heard a device it still counts as one that hears it.
  private static let memory = Duration.seconds(7 * 86_400)

  /// Less than the devices' floor: the gateway is to be known as silent before its devices are.
  private static let bounds = SilenceBounds(floor: .seconds(120), ceiling: SilenceBounds.usual.ceiling)
  /// A city hears many messages a second, of which one in so long is enough to know how often it hears something.
  private static let stepOfAll = Duration.seconds(4)

  private var gateways: [Gateway] = []
  /// What comes from all gateways together: when something last arrived, and the pauses between.
  private var all = Gateway(key: 0, heardAt: .distantPast)
  private var quietDays = QuietDays()
  private var indexOfGateway: [UInt64: Int32] = [:]
  private var hearing: HeardValues<Hearing>
  /// The only gateway that hears a device; -1 when there are several, or none is known.
  private var onlyGateway: [Int32]
  /// The ids of gateways that are registered as assets.
  private let registered: [UInt64: String]

  private(set) var brokers: [String] = []
  /// Whether a broker was seen since the start: the configuration may name others than it did.
  private var isSeen: [Bool] = []
  private var isConnected: [Bool] = []
  private var startedAt = Timestamp.distantPast
  /// So long after a start each broker is connected, or known to be away.
  private static let startPatience = Duration.seconds(300)
  private var overloadedAt: [Timestamp] = []

  init(_ definition: CityDefinition) {
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

  /// Takes note of who heard a device.
  /// - Parameters:
  ///   - uplink: what was heard.
  ///   - device: whose it is, by index.
  ///   - at: when it was heard.
  ///   - arrivedAt: when it arrived, on `today`.
  ///   - today: the day of the newest message.
  ///   - start: since when the city listens.
  mutating func note(
    _ uplink: Uplink, device: Int, at: Timestamp, arrivedAt: Timestamp, _ today: Today,
    since start: Timestamp
  ) {
    guard let best = uplink.gateway else { return }
    noteAny(arrivedAt, today, since: start)
    let uplinks = min(hearing[device].uplinks + 1, Self.shareMemory)
    let weight = 1 / Float(uplinks)
    hearing[device].uplinks = uplinks
    for index in 0..<4 { hearing[device].share[index] *= 1 - weight }
    hear(best.value, device, weight, at)
    uplink.otherGateways.forEach { hear($0, device, weight, at) }
    setOnlyGateway(device, at)
  }

  /// Something has come that some gateway heard.
  private mutating func noteAny(_ arrivedAt: Timestamp, _ today: Today, since start: Timestamp) {
    guard arrivedAt - all.heardAt >= Self.stepOfAll else { return }
    let pause = all.heardAt > .distantPast ? arrivedAt - max(all.heardAt, min(start, arrivedAt)) : nil
    if let pause { all.cadence.note(pause) }
    quietDays.note(pause, until: today)
    all.heardAt = arrivedAt
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
  func isHeard(gateway: Int, since moment: Timestamp) -> Bool { gateways[gateway].heardAt >= moment }

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

  private mutating func hear(_ key: UInt64, _ device: Int, _ weight: Float, _ at: Timestamp) {
    let gateway = index(ofGateway: key, at)
    let heardAt = gateways[gateway].heardAt
    if at > heardAt {
      gateways[gateway].cadence.note(at - heardAt)
      gateways[gateway].heardAt = at
    }
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
  }

  private static func seconds(_ at: Timestamp) -> UInt32 { UInt32(clamping: at.nanoseconds / 1_000_000_000) }

  private mutating func index(ofGateway key: UInt64, _ at: Timestamp) -> Int {
    if let known = indexOfGateway[key] { return Int(known) }
    gateways.append(Gateway(key: key, heardAt: at))
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
  /// `start`; unknown while the city listens to nobody.
  func isSilent(gateway: Int, since start: Timestamp, now: Timestamp) -> Double {
    guard !isDeaf else { return Truth.unknown }
    let quiet = now - max(gateways[gateway].heardAt, start)
    return Truth.of(quiet > gateways[gateway].cadence.usualLimit(within: Self.bounds))
  }

  /// Whether nothing comes through a broker from any of several gateways for longer than usual, and than on other such
  /// days: the network server behind it hands nothing on. Where only one gateway was there before, it is the gateway, as
  /// far as can be known; and of several brokers nobody knows which gateway is behind which. Unknown while the city
  /// listens to nobody.
  func isSilent(broker: Int, since start: Timestamp, now: Timestamp) -> Double {
    guard !isDeaf else { return Truth.unknown }
    guard isOnlyBroker(broker) else { return Truth.no }
    let there = gateways.count { gateway in
      gateway.cadence.median != nil
        && all.heardAt - gateway.heardAt <= gateway.cadence.usualLimit(within: Self.bounds)
    }
    guard there > 1 else { return Truth.no }
    let usual = all.cadence.usualLimit(within: Self.bounds)
    let limit = quietDays.limit(usual: usual, ceiling: Self.bounds.ceiling)
    return Truth.of(now - max(all.heardAt, start) > limit)
  }

  // MARK: - Brokers

  /// Whether the city listens to less than all: nobody's silence means anything then.
  var isDeaf: Bool { brokers.indices.contains { isSeen[$0] && !isConnected[$0] } }

  /// Whether a broker is connected. One that was not seen for some time since the start is none any more, and lost no
  /// longer.
  func isConnected(broker: Int, now: Timestamp) -> Bool {
    isConnected[broker] || !isSeen[broker] && now - startedAt > Self.startPatience
  }

  /// Whether no other broker was seen since the start.
  func isOnlyBroker(_ broker: Int) -> Bool { isSeen[broker] && isSeen.count(where: \.self) == 1 }

  /// The daemon starts at `moment`: which brokers there are is seen anew.
  mutating func start(at moment: Timestamp) {
    startedAt = moment
    for broker in brokers.indices { isSeen[broker] = false }
  }

  /// When a broker last had to wait for us; ``Timestamp/distantPast`` when never.
  func overloadedAt(broker: Int) -> Timestamp { overloadedAt[broker] }

  /// The index of a broker, which is new when it was never heard of.
  mutating func index(ofBroker name: String) -> Int {
    if let known = brokers.firstIndex(of: name) {
      isSeen[known] = true
      return known
    }
    brokers.append(name)
    isSeen.append(true)
    isConnected.append(true)
    overloadedAt.append(.distantPast)
    return brokers.count - 1
  }

  mutating func set(isConnected value: Bool, broker: Int) { isConnected[broker] = value }

  mutating func set(overloadedAt at: Timestamp, broker: Int) { overloadedAt[broker] = at }
}

extension Network {
  func write(to writer: inout ImageWriter) {
    writer.write(gateways)
    writer.write(all)
    writer.write(quietDays)
    hearing.write(to: &writer)
    writer.write(onlyGateway)
    writer.write(startedAt)
    writer.write(brokers)
    writer.write(isSeen)
    writer.write(isConnected)
    writer.write(overloadedAt)
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    gateways = try reader.read(arrayOf: Gateway.self)
    for (index, gateway) in gateways.enumerated() { indexOfGateway[gateway.key] = Int32(index) }
    all = try reader.read()
    quietDays = try reader.read()
    try hearing.read(from: &reader, mapping)
    let only = try reader.read(arrayOf: Int32.self)
    guard only.count == mapping.devices.count else { throw .damaged }
    for index in only.indices {
      if let device = mapping.device(index) { onlyGateway[device] = only[index] }
    }
    startedAt = try reader.read()
    brokers = try reader.readTexts()
    isSeen = try reader.read(arrayOf: Bool.self)
    isConnected = try reader.read(arrayOf: Bool.self)
    overloadedAt = try reader.read(arrayOf: Timestamp.self)
    guard [isSeen.count, isConnected.count, overloadedAt.count].allSatisfy({ $0 == brokers.count }) else {
      throw .damaged
    }
  }

  static var imageLayout: [Int] {
    [MemoryLayout<Gateway>.size, MemoryLayout<Hearing>.size, MemoryLayout<QuietDays>.size]
  }
}
