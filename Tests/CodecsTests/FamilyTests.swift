import Codecs
import Model
import Testing

/// What published payloads don't show: how a family's layout deals with the unknown and the broken.
@Suite struct FamilyTests {
  private func decode(_ codec: String, _ hex: String, port: UInt8 = 85) throws(DecodeError) -> Readings {
    let context = DecodeContext(port: port, receivedAt: Vector.someTime)
    guard let codec = deviceCodecs.first(where: { $0.name == codec }) else {
      throw DecodeError(.unknownCodec, at: 0, expected: "a codec")
    }
    return try CodecsTests.decode(codec, bytes(hex: hex), context)
  }

  private func refusal(_ codec: String, _ hex: String, port: UInt8 = 85) -> DecodeError? {
    do {
      _ = try decode(codec, hex, port: port)
      return nil
    } catch {
      return error
    }
  }

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
}
