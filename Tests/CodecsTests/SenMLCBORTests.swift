import Codecs
import Model
import Testing

/// RFC 8428, section 6, by examples written by hand from RFC 8949.
@Suite struct SenMLCBORTests {
  private func pack(_ hex: String, device: String? = nil) throws(DecodeError) -> Envelope {
    try read(
      "senml", bytes(hex: hex.filter { $0 != " " }), topic: "nbiot/\(device ?? "")/senml", wildcard: device)
  }

  private func refusal(_ hex: String) -> Rejection? {
    do {
      _ = try pack(hex)
      return nil
    } catch {
      return error.reason
    }
  }

  /// `[{"bn":"d:","bt":1750000000,"n":"temp","u":"Cel","v":23.5},{"n":"rh","v":41,"t":-1}]`
  private static let simple =
    "82 a5 21 62643a 22 1a684ee180 00 6474656d70 01 6343656c 02 f94de0 a3 00 627268 02 1829 06 20"

  @Test func aPackOfTwoRecords() throws {
    let envelope = try pack(Self.simple)
    #expect(envelope.device() == "d")
    let readings = envelope.readings()
    #expect(readings.map(\.quantity) == [.temperature, .humidity])
    #expect(readings.map(\.value) == [23.5, 41])
    #expect(readings.map(\.at) == [Timestamp(seconds: 1_750_000_000), Timestamp(seconds: 1_749_999_999)])
  }

  @Test(
    arguments: [
      ("18ff", 255), ("3863", -100), ("f93c00", 1), ("fa41bc0000", 23.5), ("fb4037800000000000", 23.5),
      // Decimal fraction: 2735 · 10^-2.
      ("c4 82 21 190aaf", 27.35), ("c4 82 22 1b0000019a45d3e1bb", 1_762_108_105.147),
      ("1b000000003b9aca00", 1_000_000_000),
    ] as [(String, Double)])
  func numbersOfAllForms(_ number: String, _ value: Double) throws {
    let envelope = try pack("81 a3 21 62643a 00 6474656d70 02 \(number)")
    #expect(envelope.readings().map(\.value) == [value])
  }

  @Test func indefiniteLengths() throws {
    let envelope = try pack("9f bf 21 62643a 00 6474656d70 02 05 ff ff")
    #expect(envelope.readings().map(\.value) == [5])
  }

  @Test func booleansTextsDataAndUnknownLabels() throws {
    let envelope = try pack(
      """
      84 a3 21 62643a 00 686f63637570696564 04 f5  a2 00 6474656d70 03 6178  a2 00 6474656d70 08 4100
      a4 00 6474656d70 02 01 617a 8101 0a a10102
      """.filter { $0 != "\n" })
    #expect(envelope.readings().map(\.quantity) == [.occupied, .temperature])
  }

  @Test func baseUnitAndBaseValue() throws {
    let envelope = try pack(
      "82 a5 21 62643a 23 626d6d 24 1903e8 00 6864697374616e6365 02 05 a2 00 6864697374616e6365 02 24")
    #expect(envelope.readings().map(\.value) == [1005, 995])
  }

  @Test func theTopicNamesTheDevice() throws {
    #expect(try pack("81 a2 00 6474656d70 02 05", device: "867723030711443").device() == "867723030711443")
  }

  @Test func nonFiniteValuesGiveNoReading() throws {
    #expect(try pack("81 a3 21 62643a 00 6474656d70 02 f97e00").readings().isEmpty)
  }

  @Test func broken() {
    let whole = bytes(hex: Self.simple.filter { $0 != " " })
    for length in 1..<whole.count {
      #expect(throws: DecodeError.self) { try read("senml", Array(whole.prefix(length))) }
    }
  }

  @Test(arguments: [
    ("80", Rejection.wrongFormat), ("8101", .missingField), ("81a10261", .missingField),
    ("9f", .malformedBinary),
    ("81a2 20 0b 02 01", .wrongFormat), ("81a3 21 62643a 00 6474656d70 635f615f 01", .wrongFormat),
    ("81a4 21 62643a 00 6474656d70 02 01 62615f 01", .wrongFormat), ("81a1 21 62643a 00", .malformedBinary),
    ("81a3 21 62643a 00 6474656d70 02 80", .missingField),
    ("81a3 21 62643a 00 6474656d70 06 fb7e37e43c8800759c", .missingField),
    ("81a4 21 62643a 00 6474656d70 02 01 06 fb7e37e43c8800759c", .badTime),
    ("81a1 21 7b ffffffffffffffff", .malformedBinary),
    ("9bffffffffffffffff", .malformedBinary),
  ])
  func refuses(_ hex: String, _ reason: Rejection) {
    #expect(refusal(hex) == reason)
  }

  @Test func nestingIsLimited() {
    let deep = String(repeating: "81", count: 100_000)
    #expect(refusal("81 a1 0a" + deep) == .malformedBinary)
    #expect(refusal("81 a1 0a" + String(repeating: "c1", count: 100_000)) == .malformedBinary)
  }
}
