import Model

/// What a meter of one or three phases says in one frame, brought to one value per quantity for a building.
///
/// Energy is the sum of the tariffs, power the meter's own total or else the sum of the phases; of three
/// currents the highest counts, which a fuse sees; voltage is that of the first phase. A power factor is only that
/// of a meter with one phase: three have no common one without their reactive powers.
struct MainsMeter {
  private var energy: Double?
  private var power: Double?
  private var phasePower: Double?
  private var current: Double?
  private var voltage: Double?
  private var powerFactor: Double?
  private var powerFactorCount = 0

  /// Adds what one tariff's counter shows, in Wh.
  mutating func addEnergy(_ value: Double) { energy = (energy ?? 0) + value }
  /// The power of all phases, in W.
  mutating func setPower(_ value: Double) { power = value }
  /// Adds the power of one phase, in W.
  mutating func addPower(_ value: Double) { phasePower = (phasePower ?? 0) + value }
  /// Adds the current of one phase, in A.
  mutating func addCurrent(_ value: Double) { current = max(current ?? value, value) }
  /// The voltage of the first phase, in V.
  mutating func setVoltage(_ value: Double) { voltage = value }

  /// Adds the power factor of one phase.
  mutating func addPowerFactor(_ value: Double) {
    powerFactor = value
    powerFactorCount += 1
  }

  /// Appends what is known.
  func append(at: Timestamp, to readings: inout Readings) {
    if let energy { readings.append(.energy, energy, at: at) }
    if let power = power ?? phasePower { readings.append(.power, power, at: at) }
    if let current { readings.append(.current, current, at: at) }
    if let voltage { readings.append(.voltage, voltage, at: at) }
    if let powerFactor, powerFactorCount == 1 { readings.append(.powerFactor, powerFactor, at: at) }
  }
}
