import Model

extension Sequence where Element == UInt8 {
  /// The bytes as lower-case hexadecimal digits.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

extension Array where Element == UInt8 {
  /// The bytes in base64 with padding (RFC 4648 section 4).
  var base64: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((count + 2) / 3 * 4)
    for start in stride(from: 0, to: count, by: 3) {
      let group = self[start..<Swift.min(start + 3, count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(3 - group.count) * 8
      for index in 0..<4 {
        let isData = index <= group.count
        text.append(isData ? alphabet[Int(bits >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension FixedWidthInteger {
  /// The bytes, most significant first.
  var bigEndianBytes: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
  }

  /// The bytes, least significant first.
  var littleEndianBytes: [UInt8] { bigEndianBytes.reversed() }

  /// The integer next to `value`; the end of the type's range when `value` lies beyond it.
  init(nearest value: Double) {
    if value <= Double(Self.min) {
      self = .min
    } else if value >= Double(Self.max) {
      self = .max
    } else {
      self = Self(value.rounded())
    }
  }
}

/// A ULID: 48 bits of milliseconds and 80 random bits in Crockford's base 32.
///
/// Source: github.com/ulid/spec. The Things Stack uses them as correlation ids.
func ulid(at: Timestamp, _ random: inout RandomSource) -> String {
  let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  var text: [UInt8] = []
  let milliseconds = UInt64(max(0, at.nanoseconds / 1_000_000))
  for shift in stride(from: UInt64(45), through: 0, by: -5) {
    text.append(alphabet[Int(milliseconds >> shift & 31)])
  }
  for _ in 0..<16 { text.append(alphabet[random.integer(0..<32)]) }
  return String(decoding: text, as: UTF8.self)
}

/// A random UUID (RFC 9562, version 4) in lower case.
func uuid(_ random: inout RandomSource) -> String {
  var bytes = random.bytes(16)
  bytes[6] = bytes[6] & 0x0F | 0x40
  bytes[8] = bytes[8] & 0x3F | 0x80
  let hex = Array(bytes.hexadecimal)
  return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(separator: "-")
}

extension Timestamp {
  /// RFC 3339 in UTC with nine digits of fraction, without the zone: `2026-05-04T10:11:12.123456789`.
  var nanosecondText: String {
    let text = description.dropLast("123Z".count)
    let fraction = Int(nanoseconds - nanoseconds / 1_000_000_000 * 1_000_000_000)
    let digits = String(fraction < 0 ? fraction + 1_000_000_000 : fraction)
    return text + String(repeating: "0", count: 9 - digits.utf8.count) + digits
  }
}
