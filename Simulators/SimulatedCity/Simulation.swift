public import Model

/// A city that is made up, down to the bytes of its messages.
///
/// Pure and deterministic: the same definition and settings give the same messages and the same facts, on
/// any machine. It has no clock; whoever drives it takes one message after the other, in the order of
/// simulated time, and publishes it when its time has come.
public struct Simulation: Sendable {
  /// What a simulation is told beside the city itself.
  public struct Settings: Sendable {
    /// Everything that is left to chance follows from it.
    public var seed: UInt64
    /// When it starts, and what time its messages carry.
    public var clock: MessageClock
    /// Local time minus UTC; it stays the same for the whole simulation.
    public var utcOffset: Duration
    /// What goes wrong on the way to the broker.
    public var faults: Faults
    /// When it ends, in simulated time.
    public var end: Timestamp

    /// Settings.
    public init(
      seed: UInt64 = 1, clock: MessageClock, utcOffset: Duration = .zero, faults: Faults = Faults(),
      end: Timestamp = .distantFuture
    ) {
      self.seed = seed
      self.clock = clock
      self.utcOffset = utcOffset
      self.faults = faults
      self.end = end
    }
  }

  /// What is due at a time.
  private enum Due: Sendable {
    case step(asset: Int)
    case report(device: Int, Occasion)
    case gatewayChange(Int)
    case delivery(Emission)
  }

  /// How long after the last frame a device sends the next frame of one report.
  private static let frameSpacing = Duration.seconds(4)

  /// What it was told.
  public let settings: Settings
  private let world: World
  private var assets: [SimulatedAsset]
  private var devices: [SimulatedDevice]
  private let gateways: [Gateway]
  private var gatewayStates: GatewayStates
  private var queue = TimeQueue<Due>()
  private var facts: [Fact] = []
  /// The messages so far.
  public private(set) var totals = Totals()

  /// The city at its start.
  /// - Throws: everything in the registry that can't be simulated.
  public init(_ city: CityDefinition, _ settings: Settings) throws(UnsimulatedCity) {
    self.settings = settings
    world = World(utcOffset: settings.utcOffset, seed: settings.seed)
    var builder = SimulationBuilder(city, settings, world)
    (assets, devices) = try builder.build()
    gateways = builder.gateways
    gatewayStates = GatewayStates(RandomSource(seed: settings.seed, stream: fingerprint("gateways")))
    schedule()
  }

  private mutating func schedule() {
    let start = settings.clock.simulatedStart
    for index in assets.indices {
      assets[index].recordConditions(start, &facts)
      queue.insert(.step(asset: index), at: start)
    }
    for index in devices.indices {
      queue.insert(.report(device: index, .interval), at: start + devices[index].timeToFirstReport())
    }
    guard settings.faults.gateway > 0 else { return }
    for index in gateways.indices {
      let time = gatewayStates.timeToOutage(rate: settings.faults.gateway)
      queue.insert(.gatewayChange(index), at: start + time)
    }
  }

  /// The next message, in the order of simulated time; `nil` when the simulation has ended.
  public mutating func next() -> Emission? {
    while let at = queue.nextAt, at < settings.end, let (now, due) = queue.removeFirst() {
      switch due {
      case .step(let asset): step(asset, now)
      case .report(let device, let occasion): report(device, occasion, now)
      case .gatewayChange(let gateway): changeGateway(gateway, now)
      case .delivery(let emission):
        totals.pending -= 1
        totals.published += 1
        return emission
      }
    }
    return nil
  }

  /// The first line of a record of truth, as JSON without the line's end: what was simulated.
  public var opening: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("at", settings.clock.messageStart.description)
      json.string("simulated_at", settings.clock.simulatedStart.description)
      json.string("event", "started")
      json.integer("seed", settings.seed)
      json.number("speed", settings.clock.speed)
      json.integer("assets", assets.count)
      json.integer("devices", devices.count)
    }
    return json.bytes
  }

  /// What truly went on since the last call, in the order of simulated time.
  public mutating func takeFacts() -> [Fact] {
    defer { facts.removeAll() }
    return facts
  }

  /// What is true of an asset at the moment of the last message, as far as anything is; its errors are the
  /// instruments'.
  public func trueValue(_ quantity: Quantity, of asset: String) -> Double? {
    assets.first { $0.id == asset }?.model.state[quantity]
  }

  /// All that is true of an asset, by its index in the city, as readings of that moment.
  public func trueReadings(ofAsset index: Int, at moment: Timestamp) -> [Reading] {
    assets[index].model.state.items.map { Reading($0.quantity, $0.value, at: moment) }
  }

  private mutating func step(_ index: Int, _ now: Timestamp) {
    let step = assets[index].advance(to: now, in: world, &facts)
    queue.insert(.step(asset: index), at: step.next)
    guard step.isNoticed else { return }
    for device in assets[index].devices {
      queue.insert(.report(device: device, .change), at: now + devices[device].timeToNotice())
    }
  }

  private mutating func report(_ index: Int, _ occasion: Occasion, _ now: Timestamp) {
    guard devices[index].isAlive else { return }
    let asset = assets[devices[index].asset]
    if let event = devices[index].age(death: settings.faults.death) {
      facts.append(Fact(at: now, asset: asset.id, event: .happened(event)))
      guard devices[index].isAlive else { return }
    }
    if occasion == .interval {
      queue.insert(.report(device: index, .interval), at: now + devices[index].timeToNextReport())
    }
    rejoin(index, now)
    let first = now + Self.frameSpacing
    let messages = devices[index].report(asset.model.state, occasion, gatewayStates) {
      settings.clock.messageTime(first + Self.frameSpacing * $0)
    }
    totals.uplinks += messages.count
    for (frame, message) in messages.enumerated() {
      guard let message else {
        totals.unheard += 1
        continue
      }
      send(message, from: index, at: first + Self.frameSpacing * frame)
    }
  }

  private mutating func rejoin(_ index: Int, _ now: Timestamp) {
    let deliveredAt = settings.clock.messageTime(now)
    let probability = settings.faults.rejoin
    guard let join = devices[index].rejoin(probability, gatewayStates, deliveredAt: deliveredAt) else {
      return
    }
    totals.joins += 1
    deliver(join, from: index, at: now)
    let event = Occurrence.rejoined(device: devices[index].id)
    facts.append(Fact(at: now, asset: assets[devices[index].asset].id, event: .happened(event)))
  }

  private mutating func send(_ message: Message, from device: Int, at: Timestamp) {
    switch devices[device].fate(of: message, settings.faults) {
    case .delivered: deliver(message, from: device, at: at)
    case .lost: totals.lost += 1
    case .malformed(let remains):
      totals.malformed += 1
      deliver(Message(topic: message.topic, payload: remains), from: device, at: at)
    case .late(let delay):
      totals.late += 1
      deliver(message, from: device, at: at + delay)
    case .duplicated(let delay):
      totals.duplicated += 1
      deliver(message, from: device, at: at)
      deliver(message, from: device, at: at + delay)
    }
  }

  private mutating func deliver(_ message: Message, from device: Int, at: Timestamp) {
    totals.pending += 1
    let emission = Emission(
      simulatedAt: at, topic: message.topic, payload: message.payload, device: devices[device].id)
    queue.insert(.delivery(emission), at: at)
  }

  private mutating func changeGateway(_ index: Int, _ now: Timestamp) {
    let gateway = gateways[index]
    if let since = gatewayStates.bringUp(gateway) {
      let event = Fact.Event.ended(.gatewayDown, value: nil, since: since)
      facts.append(Fact(at: now, asset: gateway.name, event: event))
      let time = gatewayStates.timeToOutage(rate: settings.faults.gateway)
      queue.insert(.gatewayChange(index), at: now + time)
    } else {
      gatewayStates.takeDown(gateway, at: now)
      let event = Fact.Event.began(.gatewayDown, value: nil)
      facts.append(Fact(at: now, asset: gateway.name, event: event, blinds: blindAssets(without: gateway)))
      queue.insert(.gatewayChange(index), at: now + gatewayStates.timeToRepair())
    }
  }

  /// The assets that are heard through `gateway` and through no other that is up.
  private func blindAssets(without gateway: Gateway) -> [String] {
    assets.filter { asset in
      asset.devices.allSatisfy { index in
        let gateways = devices[index].gateways
        return gateways.contains(gateway) && !gateways.contains(where: gatewayStates.isUp)
      }
    }.map(\.id)
  }
}
