import Model

/// The frame around the records of Milesight's NB-IoT devices; its numbers have the most significant byte
/// first, unlike the records within.
///
/// Start flag 02, id (2), length of all that follows (2), flag, frame counter (2), protocol version, then
/// text: firmware (4), hardware (4), serial number (16), IMEI (15), IMSI (15), ICCID (20); signal (1), length
/// of the records (2), records.
/// Source: Milesight, "NB-IoT data frame" in the guides of EM400-MUD, -UDL and -TLD.
struct MilesightNBFrame {
  /// The number of the frame, which starts again at 0 after 65535.
  var counter: Int
  /// Where the 15 digits of the IMEI stand.
  var imei: Range<Int>
  /// Where the records stand.
  var records: Range<Int>

  private static let headerLength = 86

  /// Whether `payload` begins like a frame: no record has channel 2.
  static func isNext(_ payload: Span<UInt8>) -> Bool { payload.count > 0 && payload[0] == 0x02 }

  /// Reads the frame that `payload` is.
  init(_ payload: Span<UInt8>) throws(DecodeError) {
    try payload.require(Self.headerLength, at: 0, "a frame header of 86 bytes")
    guard Self.isNext(payload) else {
      throw DecodeError(.malformedPayload, at: 0, expected: "the start flag 2")
    }
    let length = try payload.uint16BE(at: 3, "a length")
    guard payload.count == 5 + length else {
      throw DecodeError(.malformedPayload, at: 3, expected: "a length of \(payload.count - 5)")
    }
    let recordLength = try payload.uint16BE(at: 84, "a length")
    guard payload.count == Self.headerLength + recordLength else {
      throw DecodeError(
        .malformedPayload, at: 84, expected: "a length of \(payload.count - Self.headerLength)")
    }
    counter = try payload.uint16BE(at: 6, "a frame counter")
    imei = 33..<48
    records = Self.headerLength..<payload.count
  }

  /// Decodes `payload`, which is a frame or, over LoRaWAN, nothing but records.
  ///
  /// A frame may hold older reports behind the present one; without a time they are left out.
  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, _ records: [Milesight.Record],
    into readings: inout Readings
  ) throws(DecodeError) {
    guard isNext(payload) else {
      return try Milesight.decode(payload, context, records, into: &readings)
    }
    let frame = try MilesightNBFrame(payload)
    try Milesight.decode(
      payload.extracting(frame.records), context, records, isOneReport: true, into: &readings)
  }
}
