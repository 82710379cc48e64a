import Codecs
import Model
import Testing

/// Meters: one value per quantity out of tariffs, phases and steps.
@Suite struct MeterTests {
  @Test func tariffsAddUpAndTheHighestCurrentCounts() throws {
    let hex = "010400000064" + "010500000032" + "011000000bb8" + "011100001388" + "0112000007d0"
    #expect(
      try decode("yobiiq-em4301", hex, port: 1).items == [
        Reading(.energy, 150, at: Vector.someTime), Reading(.current, 5, at: Vector.someTime),
      ])
  }

  @Test func theTotalPowerCountsBeforeThatOfThePhases() throws {
    let phases = "01140000006401150000006401160000012c"
    #expect(try decode("yobiiq-em4301", phases, port: 1).items.map(\.value) == [500])
    #expect(try decode("yobiiq-em4301", "01130000012c" + phases, port: 1).items.map(\.value) == [300])
  }

  @Test func aPowerFactorIsOnlyThatOfASinglePhase() throws {
    #expect(
      try decode("yobiiq-em2101", "011d5f", port: 1).items == [
        Reading(.powerFactor, 0.95, at: Vector.someTime)
      ])
    #expect(try decode("yobiiq-em2101", "011da1", port: 1).items.map(\.value) == [-0.95])
    #expect(try decode("yobiiq-em4301", "011d5f" + "011e60" + "011f61", port: 1).items.isEmpty)
  }

  @Test func theTimeOfALoggerIsThatOfItsReadings() throws {
    let readings = try decode("yobiiq-em4301", "010365000000" + "0104000000ff", port: 1).items
    #expect(readings == [Reading(.energy, 255, at: Timestamp(seconds: 0x6500_0000))])
  }

  @Test func anUnknownTypeOfAMeterEndsTheReading() throws {
    #expect(refusal("yobiiq-em2101", "013000", port: 1)?.offset == 1)
    let readings = try decode("yobiiq-em2101", "0104000000ff" + "013000", port: 1)
    #expect(readings.items == [Reading(.energy, 255, at: Vector.someTime)])
    #expect(readings.warnings.count == 1)
    #expect(refusal("emu-professional-ii", "b4d77b61" + "99" + "00")?.offset == 4)
    #expect(refusal("elv-lw-esi", "03010bde02", port: 10)?.offset == 4)
  }

  @Test func aValueThatIsCutOffIsRefused() {
    #expect(refusal("yobiiq-em2101", "0104000000", port: 1)?.offset == 2)
    #expect(refusal("yobiiq-em2101", "012000", port: 1)?.offset == 2)
    #expect(refusal("emu-professional-ii", "b4d77b61" + "0312")?.offset == 5)
    #expect(refusal("emu-professional-ii", "b4d77b61" + "f301" + "00")?.offset == 5)
  }

  @Test func incrementsCountBackFromTheTotal() throws {
    let readings = try decode("fludia-fm432", "690a00000064" + "0005" + "000a").items
    #expect(readings.map(\.value) == [100, 90, 85])
    #expect(
      readings.map { $0.at.nanoseconds - Vector.someTime.nanoseconds } == [
        0, -600_000_000_000, -1_200_000_000_000,
      ])
    #expect(refusal("fludia-fm432", "690a00000064" + "000500")?.reason == .malformedPayload)
  }

  @Test func anEnergyMayBeBeyondFourBytes() throws {
    let readings = try decode("fludia-fm432", "760f01" + "0000000100000000").items
    #expect(readings.map(\.value) == [4_294_967_296])
  }

  @Test func aBlockMaySayThatThePowerIsInWattsAndFlowsBack() throws {
    let block = "01" + "01" + "00" + "10270000" + "01" + "04" + "64000000"
    #expect(
      try decode("elv-lw-esi", "03010bde" + block, port: 10).items.map(\.value) == [3.038, 429_497.7296, -1])
  }

  @Test func aWrongChecksumIsOnlyRemarkedOn() throws {
    let right = try decode("emu-professional-ii", "b4d77b61" + "0305000000" + "45")
    let wrong = try decode("emu-professional-ii", "b4d77b61" + "0305000000" + "00")
    #expect(right.items == [Reading(.energy, 5, at: Timestamp(seconds: 0x617B_D7B4))])
    #expect(right.warnings.isEmpty)
    #expect(right.items == wrong.items)
    #expect(wrong.warnings == ["the checksum is wrong"])
  }
}
