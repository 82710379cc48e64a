public import Model

/// Messages without end, as many devices would send them: to find out what a receiver can take.
///
/// The devices have the EUIs from 70B3D57ED0000000 upwards and speak `elsys` on port 5: temperature, CO2,
/// battery voltage and light. They take turns, and each counts its frames.
public struct Flood: Sendable {
  /// The format of the messages.
  public enum Format: String, CaseIterable, Sendable {
    case theThingsStack = "tts-v3"
    case chirpStack = "chirpstack-v4"
  }

  /// The EUI of the first device.
  public static let firstEUI: UInt64 = 0x70B3_D57E_D000_0000

  private let devices: Int
  private let format: Format
  private let gateway = Gateway(eui: 0x647F_DA00_0000_0001, location: nil)
  private var random: RandomSource
  private let session: Session
  private var sent = 0

  /// A flood from so many devices, at least one.
  public init(devices: Int, format: Format = .theThingsStack, seed: UInt64 = 1) {
    self.devices = max(1, devices)
    self.format = format
    random = RandomSource(seed: seed, stream: fingerprint("flood"))
    session = Session(&random)
  }

  /// The next message, which is published at `at`.
  public mutating func next(at: Timestamp) -> Emission {
    let (round, device) = sent.quotientAndRemainder(dividingBy: devices)
    sent += 1
    var session = session
    session.frameCounter = UInt32(truncatingIfNeeded: round)
    let measurements: Measurements = [
      .temperature: random.uniform(18...24), .co2: random.uniform(420...1600),
      .batteryVoltage: random.uniform(3.4...3.65), .illuminance: random.uniform(0...600),
    ]
    let frame = ElsysERS.frames(measurements, .interval, clock: at)[0]
    let rssi = random.uniform(-118 ... -70).rounded()
    let transmission = Transmission(
      eui: Self.firstEUI + UInt64(device), session: session, frame: frame,
      receptions: [Reception(gateway: gateway, rssi: rssi, snr: min(10, rssi + 117))],
      frequency: random.pick(Transmission.frequencies), deliveredAt: at)
    let name = transmission.eui.bigEndianBytes.hexadecimal
    switch format {
    case .theThingsStack:
      return Emission(
        simulatedAt: at, topic: TheThingsStack.topic(transmission),
        payload: TheThingsStack.uplink(transmission, &random), device: name)
    case .chirpStack:
      return Emission(
        simulatedAt: at, topic: ChirpStack.topic(transmission),
        payload: ChirpStack.uplink(transmission, &random), device: name)
    }
  }
}
