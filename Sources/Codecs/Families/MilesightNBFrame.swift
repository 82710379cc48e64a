import Model

/// The frame around the records of Milesight's NB-IoT devices; its numbers have the most significant byte
/// first, unlike the records within.
///
/// Start flag 02, id (2), length of all that follows (2), flag, frame count (2), protocol version, then text:
/// firmware (4), hardware (4), serial number (16), IMEI (15), IMSI (15), ICCID (20); signal (1), length of the
/// records (2), records. The first length is not looked at: in the maker's own frames of an EM300 it is another.
/// Source: Milesight, "NB-IoT data frame" in the guides of EM400-MUD, -UDL and -TLD.
struct MilesightNBFrame {
  /// Where the 15 digits of the IMEI stand.
  let imei = 33..<48
  /// Signal strength in dBm; `nil` when the modem does not know.
  let rssi: Float?
  /// Where the records stand.
  let records: Range<Int>

  private static let headerLength = 86

  /// Whether `payload` begins like a frame: no record has channel 2.
  static func isNext(_ payload: Span<UInt8>) -> Bool { payload.count > 0 && payload[0] == 0x02 }

  /// Reads the frame that `payload` is.
  init(_ payload: Span<UInt8>) throws(DecodeError) {
    try payload.require(Self.headerLength, at: 0, "a frame header of 86 bytes")
    guard Self.isNext(payload) else {
      throw DecodeError(.malformedPayload, at: 0, expected: "the start flag 2")
    }
    let recordLength = try payload.uint16BE(at: 84, "a length")
    guard payload.count == Self.headerLength + recordLength else {
      throw DecodeError(
        .malformedPayload, at: 84, expected: "a length of \(payload.count - Self.headerLength)")
    }
    // 3GPP TS 27.007, +CSQ: 0 to 31 in steps of 2 dB, 99 for unknown.
    let signal = try payload.uint8(at: 83, "a signal strength")
    rssi = signal <= 31 ? Float(signal * 2 - 113) : nil
    records = Self.headerLength..<payload.count
  }
}
