import Codecs
import Model

/// What `codec` reads from a payload that was received at ``Vector/someTime``.
func decode(
  _ codec: String, _ hex: String, port: UInt8 = 85, _ parameters: [String: String] = [:]
) throws(DecodeError) -> Readings {
  let context = DecodeContext(
    port: port, receivedAt: Vector.someTime, parameters: Parameters(parameters))
  guard let codec = deviceCodecs.first(where: { $0.name == codec }) else {
    throw DecodeError(.unknownCodec, at: 0, expected: "a codec")
  }
  return try decode(codec, bytes(hex: hex), context)
}

/// Why `codec` refuses a payload.
func refusal(_ codec: String, _ hex: String, port: UInt8 = 85) -> DecodeError? {
  do {
    _ = try decode(codec, hex, port: port)
    return nil
  } catch {
    return error
  }
}

/// What `codec` makes of a payload.
func decode(
  _ codec: any Codec.Type, _ payload: [UInt8], _ context: DecodeContext
) throws(DecodeError) -> Readings {
  var readings = Readings(collectsWarnings: true)
  try codec.decode(payload.span, context, into: &readings)
  return readings
}

/// The values of one quantity, in their order.
func values(_ readings: Readings, _ quantity: Quantity) -> [Double] {
  readings.items.filter { $0.quantity == quantity }.map(\.value)
}

/// How long before ``Vector/someTime`` each reading was measured, in seconds.
func ages(_ readings: Readings) -> [Int] {
  readings.items.map { Int((Vector.someTime - $0.at).inSeconds) }
}
