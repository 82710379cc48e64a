import Model

/// Netvox R718N3: currents through three conductors.
///
/// A building has one current: the highest of the three, which a fuse sees. Reports of kind 3 hold all; those of
/// kind 1 hold three raw values and one multiplier, and the other two come in kind 2. Where that is not in the
/// same payload, only the first current is known.
/// R718NL3 measures the light too.
/// Source: Netvox R718N3 application command.
enum NetvoxR718N3: Codec {
  static let name = "netvox-r718n3"
  static let vendor = Netvox.vendor
  static let models = ["R718N3", "R718NL3"]
  static let deviceClass = DeviceClass.energy
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let start = readings.items.count
    var raw: [Int] = []
    var multipliers: [Int] = []
    try Netvox.forEachReport(payload, types: [0x4A, 0x99]) { (kind, offset) throws(DecodeError) in
      try Netvox.appendBattery(payload, at: offset, context.receivedAt, to: &readings)
      switch kind {
      case 1:
        raw = try currents(payload, at: offset)
        multipliers = [Int(payload[offset + 10])]
      case 2:
        multipliers += [Int(payload[offset + 4]), Int(payload[offset + 5])]
        guard payload[offset + 1] == withLight else { return }
        try illuminance.append(payload, at: offset, context.receivedAt, to: &readings)
      case 3:
        raw = try currents(payload, at: offset)
        multipliers = (0..<3).map { [1, 5, 10, 100][Int(payload[offset + 10]) >> ($0 * 2) & 3] }
      // Alarms.
      default: return
      }
    }
    if let highest = zip(raw, multipliers).map({ $0 * $1 }).max() {
      readings.append(.current, Double(highest) / 1000, at: context.receivedAt)
    }
    readings.keepLast(from: start)
  }

  /// The three raw values, in mA.
  private static func currents(_ payload: Span<UInt8>, at offset: Int) throws(DecodeError) -> [Int] {
    [
      try payload.uint16BE(at: offset + 4, "a current"), try payload.uint16BE(at: offset + 6, "a current"),
      try payload.uint16BE(at: offset + 8, "a current"),
    ]
  }

  private static let withLight: UInt8 = 0x99
  private static let illuminance = WireField(.illuminance, .uint32BE, at: 6)
}
