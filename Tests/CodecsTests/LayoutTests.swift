import Codecs
import Model
import Testing

/// What the layouts say beyond the published payloads: marks of failure, what comes behind an unknown record, stored
/// values.
@Suite struct LayoutTests {
  private let now = Vector.someTime

  @Test func whatStandsBeforeAnUnknownRecordCounts() throws {
    #expect(values(try decode("pni-placepod", "156601" + "0299ff"), .occupied) == [1])
    #expect(refusal("pni-placepod", "0299ff")?.offset == 1)
    #expect(values(try decode("cayenne-lpp", "0367ffce" + "04f0ff"), .temperature) == [-5])
    #expect(refusal("cayenne-lpp", "04f0ff")?.offset == 1)
    #expect(values(try decode("tektelic-agriculture", "0b67ffce" + "0599ff", port: 10), .temperature) == [-5])
    let emu = try decode("emu-professional-ii", "b4d77b61" + "03e8030000" + "99" + "00")
    #expect(values(emu, .energy) == [1000])
  }

  @Test func aBatteryBelowABitOfAlarm() throws {
    #expect(values(try decode("tektelic-agriculture", "00ba6e", port: 10), .batteryVoltage) == [3.6])
    #expect(values(try decode("tektelic-agriculture", "00baee", port: 10), .batteryVoltage) == [3.6])
  }

  @Test func marksOfFailureGiveNoValue() throws {
    let room = try decode("browan-tbhv110", "000b007fffff0000ffff7f", port: 103)
    #expect(room.items.map(\.quantity) == [.batteryVoltage])
    #expect(try decode("browan-tbsl100", "000b3fff", port: 105).items.map(\.quantity) == [.batteryVoltage])
    #expect(
      try decode("browan-merryiot-cd10", "000b7f7fffff", port: 127).items.map(\.quantity) == [.batteryVoltage]
    )
    let heating = "01" + String(repeating: "ff", count: 26) + "4d494e49"
    #expect(try decode("inbiot-mica", heating, port: 1).items.isEmpty)
    #expect(try decode("milesight-ct101", "8498ffffffffffff01").items.isEmpty)
  }

  @Test func aVersionHoldsTheBattery() throws {
    let readings = try decode("dragino-lse01", "260100" + "01ff" + "0ce4", port: 5)
    #expect(readings.items == [Reading(.batteryVoltage, 3.3, at: now)])
  }

  @Test func storedValuesHaveTheirOwnTimes() throws {
    let readings = try decode("dragino-lht52", "ff9c0220f5c60161cd4edd" + "08cd0220f5c60161cd52dd", port: 3)
    #expect(values(readings, .temperature) == [-1, 22.53])
    #expect(
      readings.items.map(\.at.secondsSinceEpoch) == [
        1_640_845_021, 1_640_845_021, 1_640_846_045, 1_640_846_045,
      ])
    #expect(refusal("dragino-lht52", "ff9c0220", port: 3) != nil)
  }

  /// The examples of the manual, "Datalog uplink payload".
  @Test func anAnswerToARequestForStoredValuesIsNoMeasurementOfNow() throws {
    let stored = try decode("dragino-lht65", "7fff089801464160065f97" + "7fff088e014b4160066009", port: 2)
    #expect(values(stored, .temperature) == [22, 21.9])
    #expect(values(stored, .humidity) == [32.6, 33.1])
    #expect(values(stored, .batteryVoltage) == [])
    #expect(stored.items.map(\.at.secondsSinceEpoch).first == 1_611_030_423)
    #expect(try decode("dragino-lht65", String(repeating: "00", count: 11), port: 2).items.isEmpty)
  }

  @Test func aFlagSaysWhatTheBytesAre() throws {
    // A probe at 21.5 °C and a time; the battery's state above the humidity.
    let timed = try decode("dragino-lht65", "0866" + "0898" + "c146" + "09" + "60065f97", port: 2)
    #expect(timed.items.map(\.quantity) == [.temperature, .humidity])
    #expect(values(timed, .humidity) == [32.6])
    #expect(values(try decode("dragino-lht65", "cb0b08980146050190", port: 2), .illuminance) == [400])
    let identity = try decode("dragino-lht65", "cb0b289c3d0b0f00001234", port: 2)
    #expect(identity.items.map(\.quantity) == [.batteryVoltage])
    #expect(try decode("dragino-lht52", "0a0b0c0d", port: 2).items.isEmpty)
  }

  // MARK: Firmware and hardware of several ages

  @Test func aStoredRecordMayHaveSeveralLengths() throws {
    let old = "20ce9e74466310015d"
    #expect(values(try decode("milesight-em320-th", old + old), .humidity) == [46.5])
    let new = try decode("milesight-em320-th", "20ce9e74466310015d0101" + "20ce9f74466311015e0101")
    #expect(values(new, .humidity) == [34.9, 35])
    #expect(values(new, .temperature) == [27.2, 27.3])
    let radar = try decode("milesight-em410-rdl", "20ce9e7446632c01" + "20ce9f7446632d01")
    #expect(values(radar, .distance) == [300, 301])
    let noTarget = try decode("milesight-em410-rdl", "20ce9e744663fdff1001000000")
    #expect(noTarget.items.map(\.quantity) == [.temperature])
    let bright = "20ce9e744663fd0062000000900105009c2764000000"
    #expect(values(try decode("milesight-am307", bright + bright), .illuminance) == [100])
    // 5, 270 and 511 lx look like the records of presence, of the buzzer and of a protocol's version.
    for (light, lux) in [("05000000", 5.0), ("0e010000", 270), ("ff010000", 511)] {
      let record = "20ce9f744663" + bright.dropFirst(12).prefix(24) + light
      for payload in [record, record + bright, bright + record, "017564" + record] {
        let found = values(try decode("milesight-am307", String(payload)), .illuminance)
        #expect(found.contains(lux), "\(payload): \(found)")
      }
    }
    let unknown = try decode("milesight-em410-rdl", "20ce00e3c165e803" + "0b990102030405" + "06")
    #expect(unknown.items.isEmpty && unknown.warnings.count == 1, "no length leads to the end")
  }

  @Test func marksOfFailureOfASensorOfMilesight() throws {
    #expect(try decode("milesight-em320-th", "03670180" + "0468ff").items.isEmpty)
    #expect(try decode("milesight-ct101", "0967ffff").items.isEmpty)
    #expect(try decode("milesight-ct303", "0967fdff").items.isEmpty)
    #expect(try decode("milesight-ws52x", "0967ffff").items.isEmpty)
  }

  @Test func aPortThatCountsNothingHasNoTotal() throws {
    let pulses = ["wh_per_pulse": "1"]
    let level = try decode("milesight-em300-di", "20ce9e74466310015d010100000000", pulses)
    #expect(level.items.map(\.quantity) == [.temperature, .humidity])
    let counter = try decode("milesight-em300-di", "20ce9e74466310015d020005000000", pulses)
    #expect(values(counter, .energy) == [5])
  }

  @Test func clampsThatCountEnergy() throws {
    let one = try decode("milesight-ct101", "106310270000" + "0498b80b")
    #expect(values(one, .energy) == [100_000])
    #expect(values(one, .current) == [30])
    let three = "106310270000" + "116310270000" + "126301000000"
    #expect(values(try decode("milesight-ct303", three), .energy) == [200_010])
    let hundredths = try decode("milesight-ws52x", "068380887100", ["wh_per_pulse": "0.01"])
    #expect(values(hundredths, .energy) == [74_405.12])
    #expect(values(try decode("milesight-ws52x", "068380887100"), .energy) == [7_440_512])
  }

  @Test func anAlarmThatIsNewMakesNoWrongDevice() throws {
    #expect(values(try decode("milesight-ws52x", "87c9413f01"), .current) == [16.193])
    #expect(try decode("milesight-em400", "8477010203").warnings.count == 1)
    #expect(refusal("milesight-em300-th", "cbf60b0d0376010add7fff")?.offset == 0)
    #expect(refusal("milesight-em400", "7777010203")?.offset == 0)
  }

  /// Which layout a report has follows from the answers before it, not from its end alone.
  @Test func aReportBehindAnswers() throws {
    let lite = try decode("mclimate-co2-display", "4501" + "010267820b7c93200037", port: 2)
    #expect(values(lite, .temperature) == [21.5])
    #expect(values(lite, .illuminance) == [55])
    #expect(values(lite, .motion) == [])
    let presence = try decode("mclimate-co2-pir-lite", "39003c120a" + "8102797bd95a1800", port: 2)
    #expect(values(presence, .temperature) == [23.3])
    #expect(values(presence, .occupied) == [0])
    #expect(values(presence, .co2) == [858])
    let battery = values(try decode("mclimate-co2-pir-lite", "8106797eda4718f1", port: 2), .batteryVoltage)
    #expect(battery.map { ($0 * 1000).rounded() } == [3481])
    #expect(try decode("mclimate-ht-sensor", "0401" + "02", port: 2).items.isEmpty)
    let other = try decode("mclimate-16a-switch", "1f4628" + "01190000271001f4e600c801", port: 2)
    #expect(values(other, .power) == [500])
    let blind = try decode("mclimate-co2-display", "8001" + "010258800ce49020012c", port: 2)
    #expect(values(blind, .motion) == [] && values(blind, .temperature) == [20])
    #expect(try decode("mclimate-co2-display", "ee01" + "010258800ce49020012c", port: 2).items.isEmpty)
  }

  // MARK: Meters

  @Test func totalsByAnInfraredPort() throws {
    let increments = "00010002000300040005000600070008"
    let disc = try decode("fludia-fm432", "6f0f0000ffff" + increments, port: 129)
    #expect(values(disc, .energy).first == 65_535)
    #expect(values(disc, .energy).last == 65_499)
    let sum = try decode("fludia-fm432", "750f01" + "000000000000ffff" + increments, port: 129)
    #expect(values(sum, .energy) == values(disc, .energy))
    let tenths = try decode("fludia-fm432", "710f00" + "000000000000ffff" + "0001", port: 129)
    #expect(values(tenths, .energy) == [6553.5, 6553.4])
    let both = "780f00" + "000000000000ffff" + "00010002" + "0000000000000009" + "00010001"
    #expect(values(try decode("fludia-fm432", both, port: 129), .energy) == [65_535, 65_533, 65_532])
    #expect(try decode("fludia-fm432", "770f00" + "000000000000ffff" + "0001", port: 129).items.isEmpty)
    #expect(try decode("fludia-fm432", "010203", port: 129).items.isEmpty)
  }

  @Test func whatWasBeforeAGapNobodyKnows() throws {
    let gap = try decode("fludia-fm432", "760f00" + "0000000000010000" + "0001ffff0005", port: 129)
    #expect(values(gap, .energy) == [65_536, 65_531])
    #expect(try decode("fludia-fm432", "760f00" + "ffffffffffffffff" + "0001", port: 129).items.isEmpty)
    let back = try decode("fludia-fm432", "750f01" + "0000000000010000" + "fff0", port: 129)
    #expect(values(back, .energy) == [65_536, 65_552])
  }

  @Test func oneTariffInSeveralUnitsCountsOnce() throws {
    let twice = try decode("emu-professional-ii", "b4d77b61" + "03a0252600" + "1cc4090000" + "00")
    #expect(values(twice, .energy) == [2_500_000])
    let wide = try decode("emu-professional-ii", "b4d77b61" + "1cc4090000" + "240000000001000000" + "00")
    #expect(values(wide, .energy) == [4_294_967_296])
  }

  @Test func whatTheControllersOwnMeterLacksTheDriversHave() throws {
    let usage = try decode(
      "nas-ul20xx", "00" + "ff80d0ef2f01" + "12ff479403002a00f94a030027005de5c072d902d0ef2f01", port: 26)
    #expect(values(usage, .energy) == [234_567])
    #expect(values(usage, .power) == [42])
    #expect(values(usage, .burnTime) == [5533])
  }

  @Test func aHeatMetersVolumeIsNoWater() throws {
    let head = "0282002060" + "00" + "78563412" + "2d2c1b"
    let heat = try decode("nas-um30xx", head + "04" + "0c0634120000" + "0c1478560000", port: 25)
    #expect(heat.items.map(\.quantity) == [.energy])
    let water = try decode("nas-um30xx", head + "07" + "0c1478560000", port: 25)
    #expect(values(water, .waterVolume) == [56_780])
    // MJ.
    let joules = values(try decode("nas-um30xx", head + "04" + "0c0e34120000", port: 25), .energy)
    #expect(joules.map { $0.rounded() } == [342_778])
  }

  @Test func cubicMetresAnHourAreNoPower() throws {
    let gas = try decode("elv-lw-esi", "03010bde" + "0101021027000000" + "0264000000", port: 10)
    #expect(gas.items.map(\.quantity) == [.batteryVoltage])
    let adjusted = try decode("elv-lw-esi", "03040bde" + "0296002c019001", port: 10)
    #expect(values(adjusted, .batteryVoltage) == [3.038])
  }

  // MARK: Distances and soil

  @Test func aWeakEchoIsNoDistance() throws {
    #expect(values(try decode("dragino-llds12", "0d5c00000b180032001e01", port: 2), .distance) == [])
    #expect(values(try decode("dragino-llds12", "0d5c00000b1801d7001e01", port: 2), .distance) == [2840])
    #expect(try decode("dragino-llds12", "035c00000b1801d7001e02", port: 2).items.isEmpty)
  }

  @Test func distancesOfAllFirmware() throws {
    #expect(values(try decode("dragino-lse01", "1068000007a5099b6e28", port: 2), .batteryVoltage) == [4.2])
    let list = try decode("dragino-ldds75", "1d0a000000000000", port: 2)
    #expect(list.items == [Reading(.batteryVoltage, 3.338, at: now)])
    let stored = try decode(
      "dragino-ldds75", "0d0a07e9000000655f9a80" + String(repeating: "00", count: 11), port: 3)
    #expect(stored.items == [Reading(.distance, 2025, at: Timestamp(seconds: 1_700_764_288))])
    let three = try decode("dragino-ldds75", "0d0a00e607d00000000010", port: 2)
    #expect(values(three, .distance) == [2000])
    #expect(values(three, .temperature) == [23])
    #expect(try decode("dragino-ldds75", "0817", port: 6).items.isEmpty)
    #expect(try decode("dragino-lht52", String(repeating: "00", count: 11), port: 3).items.isEmpty)
  }

  @Test func soilBesideOtherSensors() throws {
    let soil = try decode("netvox-ra0715", "0109105a03e8083401f400", port: 6)
    #expect(values(soil, .soilMoisture) == [10])
    #expect(values(soil, .soilTemperature) == [21])
    #expect(values(soil, .soilConductivity) == [500])
    #expect(
      values(try decode("netvox-ra0715", "01090a5a03e8ff30ffff05", port: 6), .soilConductivity) == [500])
    #expect(values(try decode("netvox-ra0715", "01530148006400c802bc00", port: 6), .pm25) == [200])
  }

  @Test func aValueOfAnEarlierTimeIsLeftOut() throws {
    let readings = try decode("elsys", "4100e205" + "0229" + "4100e305", port: 5)
    #expect(readings.items == [Reading(.humidity, 41, at: now)])
    #expect(readings.warnings.count == 2)
  }
}
