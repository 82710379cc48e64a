import Model
import Wire

/// What bytes said, as `belfry decode --json` prints it.
struct DecodedMessage: Encodable {
  /// One value.
  struct Value: Encodable {
    var quantity: String
    var value: Double
    var unit: String
    /// How old the value was when it was sent, in seconds; absent for one that was measured then.
    var ageSeconds: Double?

    enum CodingKeys: String, CodingKey {
      case quantity, value, unit
      case ageSeconds = "age_s"
    }

    init(_ reading: Reading, receivedAt: Timestamp) {
      let object = ReadingObject(reading)
      quantity = reading.quantity.name
      value = object.value
      unit = object.unit
      let age = ((receivedAt - reading.at).inSeconds * 1000).rounded() / 1000
      ageSeconds = age == 0 ? nil : age
    }
  }

  /// What the network says of a message.
  struct Network: Encodable {
    @Nullable var device: String?
    @Nullable var frameCounter: UInt32?
    @Nullable var receivedAt: WireTime?

    enum CodingKeys: String, CodingKey {
      case device
      case frameCounter = "frame_counter"
      case receivedAt = "received_at"
    }
  }

  /// For a whole message; its members stand beside the readings.
  var network: Network?
  var readings: [Value]
  var warnings: [String]

  enum CodingKeys: String, CodingKey {
    case readings, warnings
  }

  /// Writes one flat object.
  func encode(to encoder: any Encoder) throws {
    try network?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(readings, forKey: .readings)
    try container.encode(warnings, forKey: .warnings)
  }

  /// Prints it as the console wants it.
  func print(to console: Console) throws {
    if console.json { return try console.print(JSONText(encoding: self)) }
    var fields = Fields()
    fields.add("device", network?.device, .strong)
    fields.add("frame", network?.frameCounter.map(String.init))
    fields.add("received", network?.receivedAt.map { $0.timestamp.description })
    try console.print(fields.lines(width: console.width, console.appearance))
    if !readings.isEmpty {
      try console.print(table(console.appearance).lines(width: console.width, console.appearance))
    }
    try console.print(warnings.map { console.appearance.paint("warning: " + $0.printable, .warning) })
  }

  private func table(_ appearance: Appearance) -> Table {
    Table(
      columns: [
        .init(title: "READING"), .init(title: "VALUE", alignment: .right),
        .init(title: "AGE", alignment: .right),
      ],
      rows: readings.map { reading in
        [
          .init(reading.quantity),
          .init(
            ReadingText.value(reading.value, reading.unit, of: reading.quantity, appearance), .strong),
          .init(reading.ageSeconds.map { TimeText.span(.seconds($0)) } ?? "", .quiet),
        ]
      })
  }
}
