import Codecs
import Model
import Testing

/// Records that Milesight's published decoders know beside those of the user guides, and how they stand behind each other.
@Suite struct MilesightLayoutTests {
  private let now = Vector.someTime
  private let stored = Timestamp(seconds: 0x6553_F100)

  /// The frame of an NB-IoT device around records.
  private func frame(_ records: String, length: String = "0000") -> String {
    let header = MilesightNBTests.frame.dropLast(32).dropFirst(10)
    let count = String(records.count / 2, radix: 16)
    return "020001" + length + header + String(repeating: "0", count: 4 - count.count) + count + records
  }

  @Test(
    "Of a frame the length of the records counts: the maker's own of an EM300 names another length of all")
  func frameOfAnEM300() throws {
    let published =
      "01755bff023c00" + "0367fe00046878" + "0367ff00046878" + "0367fe00046878" + "0367fe00046879"
    let readings = try decode("milesight-em300-th", frame(published, length: "0062"))
    #expect(
      readings.items == [
        Reading(.battery, 91, at: now), Reading(.temperature, 25.4, at: now), Reading(.humidity, 60, at: now),
      ])
    #expect(refusal("milesight-em300-th", frame(published) + "00") != nil)
    // Over LoRaWAN there is one length, so what is unknown behind it hides nothing.
    let unknown = try decode("milesight-em300-th", "20ce00f15365ee005d00" + "0367fa00" + "ff2f01")
    #expect(values(unknown, .temperature) == [23.8, 25])
    let threshold = try decode("milesight-em300-th", "ff0d0a0000c800fa00" + "046878")
    #expect(values(threshold, .humidity) == [60])
    let history = try decode("milesight-em300-th", frame("01755b" + "20ce00f15365fe0078"))
    #expect(
      history.items.dropFirst() == [
        Reading(.temperature, 25.4, at: stored), Reading(.humidity, 60, at: stored),
      ])
  }

  @Test("Stored values behind an older report that does not say when it was are of their time")
  func storedBehindOlder() throws {
    let records =
      "017564" + "0367fa00" + "0482e803" + "84822c0101" + "20ce00f15365e803fa00000000"
      + "20ce58f35365e903fa00000000"
    let readings = try decode("milesight-em410-rdl", frame(records))
    #expect(values(readings, .distance) == [1000, 1000, 1001])
    #expect(readings.items.map(\.at).suffix(2) == [stored + .seconds(600), stored + .seconds(600)])
  }

  @Test("A stored value of a DI-HALL, which measures no air, is none of air")
  func hall() throws {
    let hall = try decode("milesight-em300-di", "21cedff40b650000000102010a000a000080ec44")
    #expect(hall.items.isEmpty)
    let other = try decode("milesight-em300-di", "21cedff40b650000780102010a000a000080ec44")
    #expect(values(other, .temperature) == [0])
    #expect(values(other, .humidity) == [60])
  }

  @Test(
    "Before a record that nobody knows a stored value counts where one length only is whole or leads to a record",
    arguments: [
      ("milesight-am307", "0367ee00" + "21ce00f15365ee007c00000214020100eb27" + "5a5a01", [23.8, 23.8]),
      ("milesight-em320-th", "0367ee00" + "20ce00f15365ee005d" + "5a9c01", [23.8]),
      ("milesight-em320-th", "20ce00f15365ee005d" + "0367fa00" + "5a9c01", [23.8, 25]),
    ])
  func unknownBehindHistory(_ codec: String, _ hex: String, _ temperatures: [Double]) throws {
    let readings = try decode(codec, hex)
    #expect(values(readings, .temperature) == temperatures)
    #expect(!readings.warnings.isEmpty)
  }

  @Test("The WELL edition of an AM319-HCHO stores no PM10, and formaldehyde in its place")
  func well() throws {
    let history = "00f15365ee007c000102a803250066272000" + "0a00"
    let readings = try decode("milesight-am319", "22ce" + history + "0f7d0a00" + "077da803")
    #expect(values(readings, .temperature) == [23.8])
    #expect(values(readings, .humidity) == [62])
    #expect(values(readings, .pressure) == [1008.6])
    #expect(values(readings, .pm25) == [32])
    #expect(values(readings, .pm10) == [])
    #expect(values(readings, .co2) == [936, 936])
    #expect(values(try decode("milesight-am319", "23ce" + history), .tvoc) == [37])
  }

  @Test("What the second EM320-TH says of a failed sensor and of its trigger leaves the rest readable")
  func secondEM320() throws {
    let failed = try decode(
      "milesight-em320-th", "017564" + "b3670100" + "b4680100" + "b49a0100" + "049a2c01")
    #expect(values(failed, .humidity) == [30])
    let triggered = try decode("milesight-em320-th", "056b01" + "059c00" + "0367ee00")
    #expect(values(triggered, .temperature) == [23.8])
  }

  @Test("A radar that has no target in an exception has no distance")
  func exceptions() throws {
    #expect(try decode("milesight-em410-rdl", "b482fdff00").items.isEmpty)
    #expect(try decode("milesight-em410-rdl", "b482ffff00").items.isEmpty)
    #expect(values(try decode("milesight-em410-rdl", "b482e80300"), .distance) == [1000])
  }

  @Test("A series of distances is no records, whatever it looks like")
  func series() throws {
    let readings = try decode("milesight-em410-rdl", "07ba3c00" + "0500" + "e803" + "e903")
    #expect(readings.items.isEmpty)
  }

  @Test("A short stored value before an alarm is no long one")
  func shortHistory() throws {
    let readings = try decode("milesight-em410-rdl", "20ce00f15365e803" + "84822c0101")
    #expect(readings.items == [Reading(.distance, 1000, at: stored), Reading(.distance, 300, at: now)])
    let long = try decode("milesight-em410-rdl", "20ce00f15365e803fa00000000")
    #expect(values(long, .temperature) == [25])
  }

  @Test("A socket whose temperature jumps says which it is")
  func jump() throws {
    let readings = try decode("milesight-ws52x", "9967e800320003" + "03740609")
    #expect(values(readings, .temperature) == [23.2])
    #expect(values(readings, .voltage) == [231])
  }

  @Test("An illuminance of a stored value that looks like a record is none")
  func brightHistory() throws {
    let readings = try decode("milesight-am307", "20ce00f15365ee007c00000214020100eb27" + "03670000")
    #expect(values(readings, .temperature) == [23.8])
    #expect(values(readings, .illuminance) == [26_371])
  }
}
