import Model

/// The registers in one message of a KLAX.
struct KLAXMeter {
  /// Minutes between the values of a register; `nil` when nobody said.
  private let interval: Duration?
  private let energyRegister: Int?
  private let isFirstPart: Bool
  private let receivedAt: Timestamp
  private var values: [Reading] = []
  private var foundEnergyRegister: Int?

  /// Later parts of a message don't begin with the meter's first register.
  init(_ context: DecodeContext, isFirstPart: Bool) {
    interval = context.parameters.number("interval_minutes").flatMap { minutes in
      (1...1440).contains(minutes) ? .seconds(Int(minutes * 60)) : nil
    }
    energyRegister = context.parameters.number("energy_register").flatMap { Int(exactly: $0) }
    self.isFirstPart = isFirstPart
    receivedAt = context.receivedAt
  }

  /// Appends what was found.
  func append(to readings: inout Readings) {
    for value in values { readings.append(value.quantity, value.value, at: value.at) }
  }

  /// Version 0: a mask, two units, and two registers of four integers.
  mutating func takeRegisterPair(_ payload: Span<UInt8>, at offset: Int) throws(DecodeError) {
    for index in 0..<2 {
      let bits = payload[offset] >> UInt8(index * 4)
      let unit = payload[offset + 1] >> UInt8(index * 4) & 0x0F
      let start = offset + 2 + index * 16
      guard bits & 0x01 != 0 else { continue }
      // The mark of validity is for all four; one that was never read is 0.
      let isValid = bits & 0x08 != 0
      for age in 0..<4 {
        let value = try payload.int32BE(at: start + age * 4, "a value")
        if isValid || value != 0 {
          take(Double(value), unit: unit, register: Int(bits >> 1 & 0x03) + 1, age: age)
        }
      }
    }
  }

  /// From version 1 on: a filter, a mark for each value, and four floats.
  mutating func takeRegister(_ payload: Span<UInt8>, at offset: Int) throws(DecodeError) {
    let filter = payload[offset]
    guard filter & 0x01 != 0 else { return }
    for age in 0..<4 where payload[offset + 1] >> UInt8(age) & 1 == 1 {
      let value = try payload.float32BE(at: offset + 2 + age * 4, "a value")
      take(value, unit: filter >> 4, register: Int(filter >> 1 & 0x03) + 1, age: age)
    }
  }

  /// The present values of all four registers.
  mutating func takePresent(_ payload: Span<UInt8>, at offset: Int, isFloat: Bool) throws(DecodeError) {
    for index in 0..<4 {
      let isSet = payload[offset] >> UInt8(index) & 1 == 1
      let isValid = payload[offset] >> UInt8(index + 4) & 1 == 1
      guard isSet, isValid else { continue }
      let unit = payload[offset + 1 + index / 2] >> UInt8(index % 2 * 4) & 0x0F
      let start = offset + 3 + index * 4
      let value =
        isFloat
        ? try payload.float32BE(at: start, "a value") : Double(try payload.int32BE(at: start, "a value"))
      take(value, unit: unit, register: index + 1, age: 0)
    }
  }

  private mutating func take(_ value: Double, unit: UInt8, register: Int, age: Int) {
    guard let quantity = Self.quantities[unit] else { return }
    if quantity == .energy { guard isEnergy(register) else { return } }
    guard age == 0 || interval != nil else { return }
    let at = receivedAt - (interval ?? .zero) * age
    // Of several registers with the same unit the first counts.
    guard !values.contains(where: { $0.quantity == quantity && $0.at == at }) else { return }
    values.append(Reading(quantity, value, at: at))
    if quantity == .energy { foundEnergyRegister = register }
  }

  private func isEnergy(_ register: Int) -> Bool {
    if let energyRegister { return register == energyRegister }
    return isFirstPart && (foundEnergyRegister ?? register) == register
  }

  /// 5 to 9 are Hz, reactive and apparent energy and power.
  private static let quantities: [UInt8: Quantity] = [1: .energy, 2: .power, 3: .voltage, 4: .current]
}
