import Model

/// A number at a fixed place within a record of bytes, and what it measures: the rows of the tables from
/// which most codecs are made.
struct WireField: Sendable {
  /// How a number is written. BE: most significant byte first; LE: least significant byte first.
  enum Encoding: Sendable {
    case uint8, int8
    case uint16BE, int16BE, uint24BE, uint32BE, int32BE, float32BE
    case uint16LE, int16LE, uint32LE, int32LE
    /// 1 when any of these bits of a byte is set, else 0.
    case flag(UInt8)
  }

  private let quantity: Quantity
  private let encoding: Encoding
  private let offset: Int
  private let times: Double
  private let per: Double
  private let plus: Double
  private let missing: [Int]

  /// A number of `quantity` at `offset` within its record.
  ///
  /// Its value is raw · `times` / `per` + `plus`, in the quantity's unit; a raw value in `missing` means "no
  /// value". Tenths are divided by 10, not multiplied by 0.1, and added to before: 287 is 28.7, not
  /// 28.700000000000003.
  init(
    _ quantity: Quantity, _ encoding: Encoding, at offset: Int = 0, times: Double = 1, per: Double = 1,
    plus: Double = 0, missing: [Int] = []
  ) {
    self.quantity = quantity
    self.encoding = encoding
    self.offset = offset
    self.times = times
    self.per = per
    self.plus = plus
    self.missing = missing
  }

  /// How many bytes it has.
  var length: Int {
    switch encoding {
    case .uint8, .int8, .flag: 1
    case .uint16BE, .int16BE, .uint16LE, .int16LE: 2
    case .uint24BE: 3
    case .uint32BE, .int32BE, .float32BE, .uint32LE, .int32LE: 4
    }
  }

  /// Its quantity's name, for error messages.
  var name: String { quantity.name }

  /// Appends the reading of the record that begins at `start`.
  func append(
    _ payload: Span<UInt8>, at start: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let raw = try raw(payload, at: start + offset)
    guard !missing.contains(where: { Double($0) == raw }) else { return }
    readings.append(quantity, (raw * times + plus * per) / per, at: at)
  }

  private func raw(_ payload: Span<UInt8>, at offset: Int) throws(DecodeError) -> Double {
    func expected() -> String { "\(length) bytes of \(name)" }
    return switch encoding {
    case .uint8: Double(try payload.uint8(at: offset, expected()))
    case .int8: Double(try payload.int8(at: offset, expected()))
    case .uint16BE: Double(try payload.uint16BE(at: offset, expected()))
    case .int16BE: Double(try payload.int16BE(at: offset, expected()))
    case .uint24BE: Double(try payload.uint24BE(at: offset, expected()))
    case .uint32BE: Double(try payload.uint32BE(at: offset, expected()))
    case .int32BE: Double(try payload.int32BE(at: offset, expected()))
    case .float32BE: try payload.float32BE(at: offset, expected())
    case .uint16LE: Double(try payload.uint16LE(at: offset, expected()))
    case .int16LE: Double(try payload.int16LE(at: offset, expected()))
    case .uint32LE: Double(try payload.uint32LE(at: offset, expected()))
    case .int32LE: Double(try payload.int32LE(at: offset, expected()))
    case .flag(let mask): try payload.uint8(at: offset, expected()) & Int(mask) == 0 ? 0 : 1
    }
  }
}
