import Codecs
import Foundation
import Model
import Testing

@Suite struct MilesightNBTests {
  /// The published frame of an EM400, in hex.
  static let frame =
    "020001005f00000001303130313031313036373439443139303534363930303331383638353038303634383037333530"
    + "343630303433323234323133313130383938363034313231303232373030363238353709000e"
    + "01756403670b0104823b01050001"

  private func decoded(_ envelope: Envelope) throws -> [Quantity: Double] {
    let codec = try #require(deviceCodecs.first { $0.name == "milesight-em400" })
    guard case .payload(let range) = envelope.uplinks[0].content else { return [:] }
    let readings = try decode(
      codec, Array(envelope.bytes[range]), DecodeContext(port: 0, receivedAt: arrivalTime))
    return Dictionary(uniqueKeysWithValues: readings.items.map { ($0.quantity, $0.value) })
  }

  @Test func bytesAndHexAreTheSame() throws {
    for message in [
      bytes(hex: Self.frame), Array(Self.frame.utf8), Array((Self.frame.uppercased() + "\r\n").utf8),
    ] {
      let envelope = try read("milesight-nb", message)
      #expect(envelope.device() == "868508064807350")
      #expect(envelope.uplinks[0].uplink.device == DeviceKey("868508064807350"))
      #expect(envelope.uplinks[0].uplink.receivedAt == arrivalTime)
      #expect(envelope.uplinks[0].uplink.frameCounter == nil)
      #expect(envelope.uplinks[0].uplink.rssi == -95)
      #expect(try decoded(envelope) == [.battery: 100, .temperature: 26.7, .distance: 315, .tilt: 1])
    }
  }

  /// A broker may deliver a message twice; the next frame has another counter.
  @Test func aFrameThatComesAgainIsTheSame() throws {
    func deduplication(_ frame: String, _ at: Timestamp = arrivalTime) throws -> UInt64 {
      var envelope = Envelope()
      let message = bytes(hex: frame)
      let format = try #require(formats.first { $0.name == "milesight-nb" })
      let topic: [UInt8] = []
      try format.read(message.span, topic: topic.span, Arrival(at: at), into: &envelope)
      return try #require(envelope.uplinks.first).uplink.deduplication
    }
    let first = try deduplication(Self.frame)
    #expect(first != 0)
    #expect(try deduplication(Self.frame, arrivalTime + .seconds(2)) == first)
    #expect(try deduplication(Self.frame.replacingOccurrences(of: "5f00000001", with: "5f00000101")) != first)
    #expect(try deduplication(Self.frame, arrivalTime + .seconds(3600)) != first)
  }

  @Test func theTopicNamesADeviceWithoutIMEI() throws {
    var message = bytes(hex: Self.frame)
    for index in 33..<48 { message[index] = 0x20 }
    let envelope = try read("milesight-nb", message, topic: "nbiot/bin-7/milesight", wildcard: "bin-7")
    #expect(envelope.device() == "bin-7")
    let error = #expect(throws: DecodeError.self) { try read("milesight-nb", message) }
    #expect(error?.reason == .missingField)
  }

  @Test func temperaturesBelowZeroAreSigned() throws {
    let cold = Self.frame.replacingOccurrences(of: "03670b01", with: "0367e7ff")
    #expect(try decoded(read("milesight-nb", bytes(hex: cold)))[.temperature] == -2.5)
  }

  /// They do not say when they were measured, so they must not pass for the present.
  @Test func olderReportsInAFrameAreLeftOut() throws {
    let older = "017550036700010482ff0005000001755003670101048200010500"
    let message =
      Self.frame.replacingOccurrences(of: "005f", with: "007a").replacingOccurrences(
        of: "000e01", with: "002901")
      + older + "00"
    let twice = try read("milesight-nb", Array(bytes(hex: message).dropLast()))
    #expect(try decoded(twice) == [.battery: 100, .temperature: 26.7, .distance: 315, .tilt: 1])
  }

  /// What has a time of its own, or tells of the device itself, ends no report.
  @Test func storedValuesInAFrameAreOfTheirTime() throws {
    let stored = "20ce9e744663d2040b0100000000"
    let records = "ff0bff" + "017564" + "0482d204" + stored.dropLast(2)
    let header = Self.frame.replacing("005f00", with: "006800").dropLast(32)
    let readings = try decode("milesight-em410-rdl", String(header) + "0017" + records)
    try #require(readings.items.map(\.quantity) == [.battery, .distance, .distance, .temperature])
    #expect(readings.items.map(\.value) == [100, 1234, 1234, 26.7])
    #expect(readings.items[2].at == Timestamp(seconds: 1_665_561_758))
    #expect(readings.warnings.isEmpty)
  }

  @Test func otherMessagesAreRefused() {
    for (message, reason) in [
      (Array("hello".utf8), Rejection.wrongFormat), ([], .wrongFormat), (Array("02zz".utf8), .badBase64),
      (Array("020".utf8), .badBase64), ([0x02, 0x00], .malformedPayload),
      (bytes(hex: Self.frame).dropLast(), .malformedPayload),
      (bytes(hex: Self.frame) + [0], .malformedPayload),
      (Array("0200".utf8), .malformedPayload),
    ] {
      let error = #expect(throws: DecodeError.self) { try read("milesight-nb", Array(message)) }
      #expect(error?.reason == reason)
    }
  }
}
