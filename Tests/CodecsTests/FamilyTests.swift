import Codecs
import Model
import Testing

/// What published payloads don't show: how a family's layout deals with the unknown and the broken.
@Suite struct FamilyTests {
  @Test(arguments: [("milesight-em310-udl", "75"), ("elsys", "7f")])
  func anUnknownTypeEndsAFrameButDoesNotBeginOne(_ codec: String, _ type: String) throws {
    let valid = Vector.all[codec]?.first?.payload_hex ?? ""
    let known = try decode(codec, valid)
    let more = try decode(codec, valid + type + type + "010203")
    #expect(more.items == known.items)
    #expect(more.warnings.count == 1)
    #expect(refusal(codec, type + type + valid)?.reason == .malformedPayload)
    #expect(refusal(codec, type + type + valid)?.offset == 0)
  }

  @Test func brokenRecordsAreRefusedWhereTheyBreak() {
    #expect(refusal("milesight-em310-udl", "01755c038244")?.offset == 5)
    #expect(refusal("milesight-em310-udl", "01755c03")?.offset == 3)
    #expect(refusal("elsys", "0100e202290e23")?.offset == 6)
    #expect(refusal("elsys", "0100e20229070d620e")?.offset == 9)
  }

  @Test func unknownPortsAreRefused() {
    #expect(refusal("bosch-tps110", "01", port: 9)?.reason == .wrongPort)
    #expect(refusal("nas-ul20xx", "01", port: 1)?.reason == .wrongPort)
  }

  @Test func joinFramesOfMilesightMeasureNothing() throws {
    let readings = try decode("milesight-em310-udl", "ff0bffff0101ff166713b12345670010ff090100ff0a0101ff0f00")
    #expect(readings.items.isEmpty)
    #expect(readings.warnings.isEmpty)
  }

  @Test func elsysProbesCountWhereTheDeviceMeasuresNoTemperature() throws {
    #expect(try decode("elsys", "0cff56").items.map(\.value) == [-17])
    #expect(try decode("elsys", "0cff560100e2").items.map(\.value) == [22.6])
  }

  @Test func decentlabFramesHaveVersionFlagsAndLength() {
    #expect(refusal("decentlab-dl-mbx", "03012f00020bb1")?.offset == 0)
    #expect(refusal("decentlab-dl-mbx", "02012f80020bb1")?.offset == 3)
    #expect(refusal("decentlab-dl-mbx", "02012f00020bb100")?.offset == 7)
  }

  @Test func withoutValidSamplesThereIsNoDistance() throws {
    #expect(
      try decode("decentlab-dl-mbx", "02012f000304d200000bb1").items.map(\.quantity) == [.batteryVoltage])
  }

  @Test func doubtfulDistancesAreLeftOut() throws {
    #expect(try decode("milesight-em410-rdl", "b4822c0102").items.isEmpty)
    #expect(try decode("milesight-em410-rdl", "b4822c0100").items.map(\.value) == [300])
    #expect(
      try decode("dragino-ldds75", "0d0a001400000001", port: 2).items.map(\.quantity) == [.batteryVoltage])
    #expect(
      try decode("vega-vegapuls-air", "02043fa31f152d2400fa09").items.map(\.quantity) == [
        .battery, .temperature,
      ])
    #expect(try decode("teneo-filling-degree-sensor", "0b001e00").items.map(\.value) == [3.1, 300])
  }

  @Test func onlyLevelsWithWeightingAAreOurs() throws {
    #expect(try decode("milesight-ws302", "055b063f02da016a02").items.isEmpty)
    #expect(try decode("milesight-ws302", "055b053f02da016a02").items.count == 3)
  }

  @Test func unreadableSoilProbesGiveNoReading() throws {
    #expect(try decode("milesight-em500-smtc", "0367ffff04cafdff057fffff").items.isEmpty)
  }

  @Test func storedMeasurementsHaveTheirOwnTime() throws {
    let readings = try decode("milesight-em500-udl", "03821e0020ce00f153652000").items
    #expect(readings.map(\.value) == [30, 32])
    #expect(readings.map(\.at) == [Vector.someTime, Timestamp(seconds: 0x6553_F100)])
  }

  @Test func aValueThatIsRepeatedAsAnAlarmCountsOnce() throws {
    #expect(try decode("milesight-em400", "036701018367e80001").items.map(\.value) == [23.2])
  }

  @Test func theHighestOfThreePhasesCounts() throws {
    #expect(try decode("milesight-ct303", "0499640006992c010899c800").items.map(\.value) == [30])
  }

  @Test func theRegistrySaysWhatAPulseIs() throws {
    let hex = "05c8e8030000"
    #expect(try decode("milesight-em300-di", hex).items.isEmpty)
    let energy = try decode("milesight-em300-di", hex, ["wh_per_pulse": "0.5"]).items
    #expect(energy == [Reading(.energy, 500, at: Vector.someTime)])
    let water = try decode("milesight-em300-di", hex, ["litres_per_pulse": "10"]).items
    #expect(water == [Reading(.waterVolume, 10_000, at: Vector.someTime)])
  }

  @Test func theRegistryNamesChannelsOfCayenneLPP() throws {
    let hex = "03670110056700ff010200c8"
    let named = ["channel_5": "soil_temperature", "channel_1": "battery_voltage"]
    #expect(
      try decode("cayenne-lpp", hex, named).items == [
        Reading(.temperature, 27.2, at: Vector.someTime),
        Reading(.soilTemperature, 25.5, at: Vector.someTime),
        Reading(.batteryVoltage, 2, at: Vector.someTime),
      ])
    #expect(try decode("cayenne-lpp", hex).items.count == 2)
  }

  @Test func draginosOtherPortsMeasureNothing() throws {
    #expect(try decode("dragino-ldds75", "0d0a07e900000001", port: 5).items.isEmpty)
    #expect(refusal("dragino-ldds75", "0d0a07e900000001", port: 9)?.reason == .wrongPort)
  }

  @Test func framesOfOtherDevicesAreRefused() {
    #expect(refusal("netvox-r718x", "01b1012401012c32000000", port: 6)?.offset == 1)
    #expect(
      refusal("dingtek-df702", "800001011007d0001900000000000081", port: 3)?.reason == .malformedPayload)
    #expect(refusal("dingtek-df702", "800001011107d000190000000000000080", port: 3)?.offset == 0)
  }

  /// A report breaks off, where answers to commands end early only because there is no more to say.
  @Test(arguments: [
    ("mclimate-co2-sensor", "010271"), ("mclimate-ht-sensor", "0102"), ("mclimate-ht-sensor", "010271010101"),
    ("mclimate-co2-display", "0401020127"), ("mclimate-aqi-sensor", "01"),
  ])
  func aReportOfMClimatesThatBreaksOffIsRefused(_ codec: String, _ hex: String) {
    #expect(refusal(codec, hex, port: 2)?.reason == .malformedPayload)
    #expect(refusal(codec, "04010213", port: 2) == nil)
  }

  @Test func errorCodesAreNoValues() throws {
    let readings = try decode("sensecap", "01011003943577010210a87a000052a9")
    #expect(readings.items.map(\.value) == [31.4])
    #expect(readings.warnings == ["measurement 4097: error 2000000"])
  }

  @Test func answersMayStandBeforeAReport() throws {
    let report = try #require(Vector.all["mclimate-ht-sensor"]?.first { !$0.readings.isEmpty })
    let alone = try decode("mclimate-ht-sensor", report.payload_hex, port: report.port)
    let behind = try decode("mclimate-ht-sensor", "041012" + report.payload_hex, port: report.port)
    #expect(behind.items == alone.items)
    #expect(try decode("mclimate-ht-sensor", "041012", port: report.port).items.isEmpty)
  }

  @Test func ofSeveralSoundSamplesTheLastIsTaken() throws {
    // LA and LAeq: 300 + 1 and 300 + 2 tenths, then 300 + 20 and 300 + 21.
    let readings = try decode("dss-ranos-db2", "4220" + "0040205015")
    #expect(readings.items.map(\.value) == [32, 32.1])
    #expect(readings.warnings == ["of 2 samples the last is taken"])
    #expect(refusal("dss-ranos-db2", "42200040")?.offset == 2)
    // A battery voltage, a location and two times stand before the samples.
    let described = try decode(
      "dss-ranos-db2", "7e20" + "24" + "0102030405060708" + "aaaa" + "bbbb" + "005020")
    #expect(described.items.map(\.value) == [3.6, 30.1, 55.8])
  }

  @Test func soundWithoutADescriptionIsLeftOut() throws {
    #expect(try decode("dss-ranos-db2", "0000400805").warnings.count == 1)
    #expect(try decode("dss-ranos-db2", "c22000400805").items.isEmpty)
  }

  @Test func brokenAndAbsentSensorsOfNexelecGiveNoReading() throws {
    for hex in ["a901ffffffffffffffdfff80", "a901ffbfefffbffeff9fbf00", "a901ff7fdfff7ffdff5f7e80"] {
      #expect(try decode("nexelec", hex).items.isEmpty)
    }
    #expect(try decode("nexelec", "a901ff3fcfff3ffcff1f3e00").items.count == 7)
    #expect(refusal("nexelec", "a90185")?.reason == .malformedPayload)
    #expect(refusal("nexelec", "0001ffff")?.offset == 0)
  }

  @Test func otherPortsOfOneProductAreAnswersOrRefused() throws {
    #expect(try decode("tektelic-agriculture", "00d364", port: 100).items.isEmpty)
    #expect(try decode("tektelic-agriculture", "00d364", port: 10).items.map(\.value) == [100])
    #expect(refusal("tektelic-agriculture", "00d364", port: 11)?.reason == .wrongPort)
    #expect(refusal("sting-pengy", "0000000000000000", port: 4)?.reason == .wrongPort)
    #expect(refusal("browan-tbsl100", "0000000000000000", port: 2)?.reason == .wrongPort)
  }

  @Test func anUnknownTypeOfSyneticaEndsAFrame() throws {
    let readings = try decode("synetica-enlink-iaq", "0100e6" + "ee01")
    #expect(readings.items.map(\.value) == [23])
    #expect(readings.warnings.count == 1)
    #expect(refusal("synetica-enlink-iaq", "ee01")?.offset == 0)
  }

  /// Published payloads of these two are answers and refusals only.
  @Test func measurementsOfAdnexoAndOfBrowansSoundSensor() throws {
    #expect(
      try decode("adnexo-ax-dist", "340adc008a0c", port: 100).items == [
        Reading(.distance, 2612, at: Vector.someTime), Reading(.temperature, 22, at: Vector.someTime),
        Reading(.batteryVoltage, 3.21, at: Vector.someTime),
      ])
    #expect(try decode("adnexo-ax-dist", "ffff00808a0c", port: 101).items.map(\.value) == [3.21])
    #expect(try decode("browan-tbsl100", "000b3a41", port: 105).items.map(\.value) == [3.6, 65])
  }
}
