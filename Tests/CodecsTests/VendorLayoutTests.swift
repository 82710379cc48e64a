import Codecs
import Model
import Testing

/// What vendors' layouts say of other firmware, other kinds of frames and sensors that are not there.
@Suite struct VendorLayoutTests {
  private let now = Vector.someTime
  /// A minute before the reception, in seconds since 2013.
  private let aMinuteAgo = "176cba44"

  // Adeunis.

  @Test func aTempWithTwoProbesGivesTheFirst() throws {
    let ten = ["interval_minutes": "10"]
    // The time is years old, so it is none.
    let old = try decode("adeunis", "579601b3ff9c01f4ffff14aba3e9", port: 1, ten)
    #expect(values(old, .temperature) == [43.5, 50])
    #expect(ages(old) == [0, 600])
    let timed = try decode("adeunis", "571401b3ff9c01f4ffff" + aMinuteAgo, port: 1, ten)
    #expect(values(timed, .temperature) == [43.5, 50])
    #expect(ages(timed) == [60, 660])
    let one = try decode("adeunis", "570001b3800001b201b1", port: 1, ten)
    #expect(values(one, .temperature) == [43.5, 43.4, 43.3])
    #expect(ages(one) == [0, 1200, 1800])
  }

  @Test func alarmsOfAdeunisMeasure() throws {
    #expect(values(try decode("adeunis", "58800100fa", port: 1), .temperature) == [25])
    #expect(values(try decode("adeunis", "5890000028020032", port: 1), .temperature) == [4])
    #expect(ages(try decode("adeunis", "58040100fa" + aMinuteAgo, port: 1)) == [60])
    let comfort = try decode("adeunis", "4dc010010832", port: 1, ["interval_minutes": "10"])
    #expect(
      comfort.items == [Reading(.temperature, 26.4, at: now), Reading(.humidity, 50, at: now)])
    #expect(ages(try decode("adeunis", "4d0410010832" + aMinuteAgo, port: 1)) == [60, 60])
    #expect(
      try decode("adeunis", "6e800101b3003e001e0014", port: 1).items == [
        Reading(.tvoc, 435, at: now), Reading(.pm10, 62, at: now), Reading(.pm25, 30, at: now),
      ])
  }

  @Test func theKeepAliveOfATempIsToldByItsLength() throws {
    #expect(values(try decode("adeunis", "30e201b3", port: 1), .temperature) == [43.5])
    #expect(values(try decode("adeunis", "301001b301b2", port: 1), .temperature) == [43.5])
    let timed = try decode("adeunis", "300401b3" + aMinuteAgo, port: 1)
    #expect(values(timed, .temperature) == [43.5])
    #expect(ages(timed) == [60])
    #expect(ages(try decode("adeunis", "301401b301b2" + aMinuteAgo, port: 1)) == [60])
    // The first firmware's has the states of the probes.
    #expect(values(try decode("adeunis", "30401100f421ffd8", port: 1), .temperature) == [24.4])
    // Others' have none, or a time, or the extremes of a day.
    let day = "3000" + "00" + "05" + "00fa03e832" + "00c8" + "01901e" + "00dc02581f"
    for hex in ["3000", "3004" + aMinuteAgo, day] {
      #expect(try decode("adeunis", hex, port: 1).items.isEmpty, "\(hex)")
    }
  }

  @Test func theFirstFirmwareOfATempSaysWhichProbesAreActive() throws {
    #expect(values(try decode("adeunis", "43401100f4200000", port: 1), .temperature) == [24.4])
    #expect(values(try decode("adeunis", "43401000f42100c8", port: 1), .temperature) == [20])
    #expect(values(try decode("adeunis", "43400100f4028000", port: 1), .temperature) == [24.4])
    #expect(try decode("adeunis", "434011800020ffff", port: 1).items.isEmpty)
    #expect(refusal("adeunis", "43401100f4", port: 1) != nil)
  }

  @Test func anErrorOfTheHardwareIsNoTime() throws {
    let ten = ["interval_minutes": "10"]
    let comfort = try decode("adeunis", "4c04" + "00c51f" + "00c720", port: 1, ten)
    #expect(values(comfort, .temperature) == [19.7, 19.9])
    #expect(ages(comfort) == [0, 0, 600, 600])
    let air = try decode("adeunis", "6a04" + "00c81f01f4" + "ffce2001f5", port: 1, ten)
    #expect(values(air, .co2) == [500, 501])
    #expect(ages(air) == [0, 0, 0, 600, 600, 600])
    let timed = try decode("adeunis", "6a04" + "00c81f01f4" + "ffce2001f5" + aMinuteAgo, port: 1, ten)
    #expect(ages(timed) == [60, 60, 60, 660, 660, 660])
    // As long with a time as without: the last four bytes are none of the week before, and count for nothing.
    let probe = try decode("adeunis", "5704" + "01b301b2" + "01b301b4", port: 1, ten)
    #expect(values(probe, .temperature) == [43.5, 43.4])
    #expect(ages(probe) == [0, 600])
  }

  @Test func anErrorOfTheHardwareIsNoTimeOfPulsesEither() throws {
    let both = ["wh_per_pulse": "1", "interval_minutes": "10"]
    func pulses(_ hex: String) throws -> Readings { try decode("adeunis-pulse", hex, port: 1, both) }
    #expect(ages(try pulses("4604" + "00000001" + "00000002")) == [0])
    #expect(ages(try pulses("4604" + "00000001" + "00000002" + aMinuteAgo)) == [60])
    #expect(ages(try pulses("5a04" + "00000127")) == [0])
    #expect(ages(try pulses("5a04" + "00000127" + aMinuteAgo)) == [60])
    let history = try pulses("5a67" + "00000127" + "0001000200030004" + "14aba3e9")
    #expect(values(history, .energy) == [295, 294, 292, 289, 285])
    #expect(ages(history) == [0, 600, 1200, 1800, 2400])
  }

  // Browan.

  @Test func theNewerFirmwareOfACD10HasTenthsOfADegree() throws {
    #expect(
      try decode("browan-merryiot-cd10", "110fe700430719", port: 127).items == [
        Reading(.batteryVoltage, 3.6, at: now), Reading(.temperature, 23.1, at: now),
        Reading(.humidity, 67, at: now), Reading(.co2, 6407, at: now),
      ])
    // Below zero, with the reserved bit of the humidity, before CO2 was measured.
    let cold = try decode("browan-merryiot-cd10", "110ff6ffc30000", port: 127)
    #expect(values(cold, .temperature) == [-1])
    #expect(values(cold, .humidity) == [67])
    #expect(values(cold, .co2) == [])
    #expect(values(try decode("browan-merryiot-cd10", "020f19200000", port: 127), .co2) == [])
    #expect(refusal("browan-merryiot-cd10", "000f19200c", port: 127)?.offset == 5)
    #expect(refusal("browan-merryiot-cd10", "000f19200c020000", port: 127)?.offset == 8)
  }

  @Test(arguments: ["browan-merryiot-cd10", "browan-tbam100", "browan-tbhv110", "browan-tbsl100"])
  func whatBrowanTellsOfItsSettingsIsNoMeasurement(_ codec: String) throws {
    #expect(try decode(codec, "00100e011e00023c", port: 204).items.isEmpty)
    #expect(try decode(codec, "01022000007ff1f102", port: 222).items.isEmpty)
    #expect(refusal(codec, "01", port: 42)?.reason == .wrongPort)
  }

  // Dingtek.

  @Test func aDF555SpeaksTheLayoutOfTheDF530() throws {
    let readings = try decode("dingtek-df530", "800001011107d000190000000000010081", port: 3)
    #expect(readings.items == [Reading(.distance, 2000, at: now), Reading(.temperature, 25, at: now)])
  }

  @Test func aLidThatMovedIsTilt() throws {
    let short = "800001021106a40016010000" + "10" + "00010081"
    #expect(values(try decode("dingtek-dc410", short, port: 3), .tilt) == [1])
    let withLocation = "800001021906a400" + "1111111122222222" + "16010000" + "10" + "00010081"
    let located = try decode("dingtek-dc410", withLocation, port: 3)
    #expect(values(located, .temperature) == [22])
    #expect(values(located, .tilt) == [1])
  }

  @Test func withoutAnEchoThereIsNoDistance() throws {
    let free = try decode("dingtek-do200", "800002011500000000016f0079ffb0fff500000081", port: 3)
    #expect(free.items.map(\.quantity) == [.occupied, .batteryVoltage])
  }

  // Meters.

  @Test func aCircuitOfArwinHasItsEnergyAndThePhaseItsVoltage() throws {
    let first = try decode("arwin-lrs2m001", "0a86fd1504ff6b0000ddd5", port: 50)
    #expect(values(first, .power) == [34438.3])
    #expect(values(first, .energy) == [5_678_900])
    let sixth = try decode("arwin-lrs2m001", "0a183d47942784016b1ae2", port: 55)
    #expect(values(sixth, .energy) == [2_379_645_000])
    let mains = "0a089807bc097400c81850"
    #expect(values(try decode("arwin-lrs2m001", mains, port: 10), .voltage) == [220])
    #expect(values(try decode("arwin-lrs2m001", mains, port: 10, ["circuit": "1b"]), .voltage) == [198])
    #expect(values(try decode("arwin-lrs2m001", mains, port: 10, ["circuit": "2C"]), .voltage) == [242])
    #expect(
      try decode("arwin-lrs2m001", "010000010dde6400010203", port: 9).items == [
        Reading(.batteryVoltage, 3.55, at: now), Reading(.battery, 100, at: now),
      ])
  }

  @Test func thePowerOfOnePhaseIsNotThatOfAll() throws {
    let records = "91" + "14090000" + "93" + "cc740000" + "3c" + "a247000000000000"
    let readings = try decode("carlo-gavazzi-uwp", "01" + records, port: 1)
    #expect(readings.items == [Reading(.voltage, 232.4, at: now), Reading(.energy, 1_833_800, at: now)])
  }

  @Test func withoutAVoltageAdapterTheFourthInputOfAHarvyIsACurrent() throws {
    // 3.4 V, 25 °C; 2, 3, 4 and 5 A.
    let start = "0000480dfa00" + "28003c0050006400" + String(repeating: "00", count: 16)
    #expect(values(try decode("dezem-harvy2", start + "0000" + "643232", port: 6), .current) == [5])
    let adapter = try decode("dezem-harvy2", start + "fc08" + "643232", port: 6)
    #expect(values(adapter, .current) == [4])
    #expect(values(adapter, .power) == [1265])
    // An AC of 5 with a coefficient of 0.
    let unscaled = "0000" + "09000000" + "00000000" + "0045" + "0000"
    #expect(values(try decode("dezem-harvy2", unscaled, port: 10), .current) == [5])
  }

  // Air and soil.

  @Test func aSensorThatIsNotFittedMeasuresNothing() throws {
    let air = try decode("arwin-lrs10701", "011100000f7d3a9809295a", port: 10)
    #expect(air.items.map(\.quantity) == [.iaq, .temperature, .humidity, .battery])
    let nothing = String(repeating: "00", count: 11)
    #expect(try decode("arwin-lrs10701", nothing, port: 10).items.isEmpty)
    #expect(try decode("arwin-lrs10701", nothing, port: 11).items.isEmpty)
  }

  @Test func aClockThatWasNeverSetTellsNoTime() throws {
    // The first of January of the year 0, midnight.
    let frame = "10f722a864" + "0001" + "0064" + "0000" + String(repeating: "00", count: 10)
    let readings = try decode("cital-lorasoil", frame, port: 152)
    #expect(readings.items == [Reading(.soilTemperature, 43.43, at: now), Reading(.battery, 100, at: now)])
  }

  @Test func aVoltageOfCayenneLPPIsWhatTheRegistrySays() throws {
    let frame = "017400e6" + "036700e6"
    #expect(try decode("cayenne-lpp", frame).items == [Reading(.temperature, 23, at: now)])
    let named = ["channel_1": "battery_voltage", "channel_3": "none"]
    let readings = try decode("cayenne-lpp", frame, named)
    #expect(readings.items == [Reading(.batteryVoltage, 2.3, at: now)])
    #expect(readings.warnings.isEmpty)
  }

  @Test func typesThatRAKAddsToCayenneLPP() throws {
    #expect(
      try decode("cayenne-lpp", "3c7001f5036700e6").items == [
        Reading(.humidity, 50.1, at: now), Reading(.temperature, 23, at: now),
      ])
    let position = "0a89" + String(repeating: "00", count: 11)
    let others = ["be", "bf", "c0", "c1", "c2", "c3", "8a"].map { "02" + $0 + "0064" }.joined()
    #expect(
      try decode("cayenne-lpp", position + "01bc01f4" + others + "036700e6").items == [
        Reading(.soilMoisture, 50, at: now), Reading(.temperature, 23, at: now),
      ])
  }

  private func values(_ readings: Readings, _ quantity: Quantity) -> [Double] {
    readings.items.filter { $0.quantity == quantity }.map(\.value)
  }

  /// How long before the reception they were measured, in seconds.
  private func ages(_ readings: Readings) -> [Int] {
    readings.items.map { Int((now - $0.at).inSeconds) }
  }
}
