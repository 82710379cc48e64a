import Model

/// The usage frame of a NAS UL20xx: for each meter its address, a mask, and what the mask says.
struct NASLampUsage {
  /// What one meter counts; `nil` where it does not.
  fileprivate struct Meter {
    var energy: Int?
    var power: Int?
    var powerFactor: Int?
    var voltage: Int?
    var lampOnSeconds: Int?
  }

  /// The controller's own meter, which sees everything behind it, as far as it measures.
  private var own: Meter?
  /// The drivers' meters together.
  private var drivers = Meter()

  /// Appends what the frame measures.
  func append(at: Timestamp, to readings: inout Readings) {
    func append(_ quantity: Quantity, _ value: KeyPath<Meter, Int?>, per: Double = 1) {
      guard let value = own?[keyPath: value] ?? drivers[keyPath: value] else { return }
      readings.append(quantity, Double(value) / per, at: at)
    }
    append(.energy, \.energy)
    append(.power, \.power)
    append(.powerFactor, \.powerFactor, per: 100)
    append(.voltage, \.voltage)
    append(.burnTime, \.lampOnSeconds, per: 3600)
  }

  /// Reads the meters from `offset` on.
  init(_ payload: Span<UInt8>, from offset: Int) throws(DecodeError) {
    var offset = offset
    while offset < payload.count {
      let address = payload[offset]
      let meter = try Self.meter(payload, &offset)
      if address == 0xFF {
        own = meter
      } else {
        drivers.add(meter)
      }
    }
  }

  private static func meter(_ payload: Span<UInt8>, _ offset: inout Int) throws(DecodeError) -> Meter {
    let mask = try payload.uint8(at: offset + 1, "a mask")
    offset += 2
    var meter = Meter()
    if mask & 0x01 != 0 { meter.energy = try payload.uint32LE(at: offset, "4 bytes of energy"); offset += 4 }
    if mask & 0x02 != 0 { meter.power = try payload.uint16LE(at: offset, "2 bytes of power"); offset += 2 }
    // On the load side of the driver: the city pays for the mains side.
    if mask & 0x04 != 0 { try payload.require(4, at: offset, "4 bytes of load-side energy"); offset += 4 }
    if mask & 0x08 != 0 { try payload.require(2, at: offset, "2 bytes of load-side power"); offset += 2 }
    if mask & 0x10 != 0 {
      let factor = try payload.uint8(at: offset, "a power factor")
      if factor != 0xFF { meter.powerFactor = factor }
      offset += 1
    }
    if mask & 0x20 != 0 { meter.voltage = try payload.uint8(at: offset, "a voltage"); offset += 1 }
    if mask & 0x40 != 0 { try payload.require(4, at: offset, "4 bytes of driver time"); offset += 4 }
    if mask & 0x80 != 0 {
      meter.lampOnSeconds = try payload.uint32LE(at: offset, "4 bytes of lamp time"); offset += 4
    }
    return meter
  }
}

extension NASLampUsage.Meter {
  /// Adds what another driver consumes; the mains are the same, and the longest lamp time counts.
  fileprivate mutating func add(_ other: Self) {
    if let energy = other.energy { self.energy = (self.energy ?? 0) + energy }
    if let power = other.power { self.power = (self.power ?? 0) + power }
    powerFactor = powerFactor ?? other.powerFactor
    voltage = voltage ?? other.voltage
    if let seconds = other.lampOnSeconds { lampOnSeconds = max(lampOnSeconds ?? 0, seconds) }
  }
}
