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

  // Published decoders of other firmware.

  @Test("What an LHT65 has attached decides what its first bytes are")
  func attachedToAnLHT65() throws {
    // A probe with a time, of either kind: no battery.
    for kind in ["09", "0a"] {
      let timed = try decode("dragino-lht65", "09c40ad30241" + kind + "5f97aabb", port: 2)
      #expect(timed.items == [Reading(.temperature, 27.71, at: now), Reading(.humidity, 57.7, at: now)])
    }
    // The identity of a probe is no temperature.
    for kind in ["10", "20", "0f"] {
      let identity = try decode("dragino-lht65", "cb0612345678" + kind + "0add9abc", port: 2)
      #expect(identity.items == [Reading(.batteryVoltage, 2.822, at: now)])
    }
  }

  @Test("What an LHT65 sends again because nobody confirmed it is of its time")
  func sentAgainByAnLHT65() throws {
    let seconds = now.nanoseconds / 1_000_000_000 - 7200
    let time = String(seconds, radix: 16)
    let record = "09c40ad3024181" + time
    let readings = try decode("dragino-lht65", record + record, port: 2)
    let at = Timestamp(seconds: seconds)
    #expect(values(readings, .temperature) == [27.71, 27.71])
    #expect(readings.items.allSatisfy { $0.at == at })
    // No probe is connected, and no time is there.
    let live = try decode("dragino-lht65", "cbf60b0d0376817fff7fff", port: 2)
    #expect(
      live.items == [
        Reading(.batteryVoltage, 3.062, at: now), Reading(.temperature, 28.29, at: now),
        Reading(.humidity, 88.6, at: now),
      ])
  }

  @Test("The first firmware of an FM432 has its step in the kind of frame, or F0 before it")
  func firstFirmwareOfAnFM432() throws {
    let increments = "00010002000300040005000600070008"
    let infrared = try decode("fludia-fm432", "f02f0f00000000000000ffff" + increments, port: 129)
    #expect(
      values(infrared, .energy) == [6553.5, 6552.7, 6552, 6551.4, 6550.9, 6550.5, 6550.2, 6550, 6549.9])
    #expect(ages(infrared) == (0...8).map { $0 * 900 })
    let both = "f0350f00000000000000ffff" + increments + "000000000000000a" + increments
    #expect(values(try decode("fludia-fm432", both, port: 129), .energy) == values(infrared, .energy))
    #expect(try decode("fludia-fm432", "f0300f00000000000000ffff" + increments, port: 129).items.isEmpty)
    #expect(try decode("fludia-fm432", "f02a0f00000000", port: 129).items.isEmpty)
    for (hex, minutes) in [("20", 10), ("21", 15), ("22", 60)] {
      let disc = try decode("fludia-fm432", hex + "00ffff" + increments, port: 129)
      #expect(values(disc, .energy).first == 65_535)
      #expect(values(disc, .energy).last == 65_499)
      #expect(ages(disc).last == 8 * 60 * minutes)
    }
    let wide = try decode("fludia-fm432", "490000ffff" + increments, port: 129)
    #expect(values(wide, .energy).last == 65_499)
    let pulses = try decode("fludia-fm432", "2c00ffff" + increments, port: 129, ["wh_per_pulse": "2"])
    #expect(values(pulses, .energy).first == 131_070)
    #expect(try decode("fludia-fm432", "2c00ffff" + increments, port: 129).items.isEmpty)
    let minutes = try decode("fludia-fm432", "5b0000ffff" + String(repeating: "0001", count: 20), port: 129)
    #expect(values(minutes, .energy) == [65_535])
    #expect(values(minutes, .power) == Array(repeating: 1, count: 20))
    #expect(ages(minutes).dropFirst().first == 1800 && ages(minutes).last == 660)
    #expect(refusal("fludia-fm432", "5b0000ffff0001", port: 129) != nil)
    // Kinds of others behind F0 are none.
    #expect(try decode("fludia-fm432", "f02000ffff" + increments, port: 129).items.isEmpty)
    let anew = try decode("fludia-fm432", "20000005" + "0064", port: 129)
    #expect(values(anew, .energy) == [5], "it has begun anew since")
  }

  @Test("A counter of 64 bits counts before one of 32, which has begun anew, in any order")
  func wideCounterOfAnEMU() throws {
    let (wide, narrow) = ("2400f2052a01000000", "0300f2052a")
    for records in [wide + narrow, narrow + wide] {
      let readings = try decode("emu-professional-ii", "c0c30068" + records + "00", port: 1)
      #expect(values(readings, .energy) == [5_000_000_000])
    }
  }

  @Test("The header of an ESI says how long it is")
  func headerOfAnESI() throws {
    let block = "0101" + "00" + "1027000000" + "00" + "10270000"
    let usual = try decode("elv-lw-esi", "03010bde" + block, port: 10)
    let longer = try decode("elv-lw-esi", "04010bde00" + block, port: 10)
    #expect(longer.items == usual.items && values(usual, .energy) == [1])
    #expect(refusal("elv-lw-esi", "02010bde" + block, port: 10)?.offset == 0)
  }

  @Test("A Guard is of Nexelec's family, and rooms' sensors tell of their batteries")
  func nexelecProducts() throws {
    let guardian = try decode("nexelec", "b4047d1900", port: 1)
    #expect(guardian.items == [Reading(.temperature, 20, at: now), Reading(.humidity, 50, at: now)])
    let status = try decode("nexelec", "ad0505052580000000000000aa40", port: 1)
    #expect(status.items == [Reading(.batteryVoltage, 3, at: now)])
    #expect(try decode("nexelec", "ae00030a78fe", port: 1).items.isEmpty)
    let co2 = try decode(
      "nexelec", "a701000000003dccc0db000000000000000234600000000000000000c0", port: 1)
    #expect(co2.items.map(\.quantity) == [.temperature, .humidity, .co2])
  }

  @Test("Types of the first firmware of an enLink have a length")
  func firstFirmwareOfAnEnLink() throws {
    let readings = try decode(
      "synetica-enlink-iaq", "0b0005" + "0c0007" + "050048" + "1601" + "170001" + "01012c", port: 1)
    #expect(
      readings.items == [
        Reading(.pm25, 5, at: now), Reading(.pm10, 7, at: now), Reading(.iaq, 72, at: now),
        Reading(.temperature, 30, at: now),
      ])
  }

  @Test("The probes of an agriculture sensor give the soil's temperature by a published curve")
  func soilTemperatureOfTektelic() throws {
    func temperature(_ hex: String) throws -> Double {
      try #require(values(try decode("tektelic-agriculture", hex, port: 10), .soilTemperature).first)
    }
    #expect(abs(try temperature("02020160") - 46) < 0.05)
    #expect(abs(try temperature("030202bc") - 7.3) < 0.06)
    #expect(try temperature("0302012c") == temperature("0402012c"))
    #expect(try temperature("0367ffe2") == -3)
    let several = try decode("tektelic-agriculture", "020202d5" + "030202bc" + "0402012c", port: 10)
    #expect(values(several, .soilTemperature).count == 1)
    #expect(try decode("tektelic-agriculture", "02020000", port: 10).items.isEmpty)
    #expect(values(try decode("tektelic-agriculture", "00d3e4", port: 10), .battery) == [100])
  }

  @Test("A level in another unit than metres is none, and the battery counts")
  func unitOfAVegapuls() throws {
    let feet = try decode("vega-vegapuls-air", "02003fa31f152c2400fa09", port: 1)
    #expect(feet.items == [Reading(.battery, 36, at: now), Reading(.temperature, 25, at: now)])
  }

  @Test("On channel 1 of an iQ DSMR the air, and what stands behind logs and identifiers, counts")
  func channel1OfADSMR() throws {
    let air = try decode("yobiiq-dsmr", "018208d8018321", port: 1)
    #expect(air.items == [Reading(.temperature, 22.64, at: now), Reading(.humidity, 33, at: now)])
    let log = try decode("yobiiq-dsmr", "011e01000000" + "6553f1000000003c" + "011300000064", port: 1)
    #expect(values(log, .energy) == [100])
    let identifier = try decode("yobiiq-dsmr", "0112" + "4b464d31" + "011300000064", port: 1)
    #expect(values(identifier, .energy) == [100])
    let cutOff = try decode("yobiiq-dsmr", "011300003039" + "011effffff7f", port: 1)
    #expect(values(cutOff, .energy) == [12_345])
  }

  @Test func anR719BSpeaksLikeAnR719A() throws {
    #expect(values(try decode("netvox-r719a", "01af012401000000000000", port: 6), .occupied) == [1])
  }
}
