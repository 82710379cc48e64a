import Model

extension Sequence where Element == UInt8 {
  /// The bytes as lower-case hexadecimal digits.
  var hexadecimal: String {
    var text: [UInt8] = []
    for byte in self {
      for digit in [byte >> 4, byte & 15] {
        text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
    return String(decoding: text, as: UTF8.self)
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
    let (seconds, fraction) = nanoseconds.flooredDivision(by: 1_000_000_000)
    let (days, second) = seconds.flooredDivision(by: 86_400)
    let date = CivilDate(daysSinceEpoch: Int(days))
    var text: [UInt8] = []
    text.reserveCapacity(29)
    func append(_ value: Int, _ digits: Int, _ separator: UnicodeScalar? = nil) {
      var divisor = (1..<digits).reduce(1) { product, _ in product * 10 }
      while divisor > 0 {
        text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
      }
      if let separator { text.append(UInt8(ascii: separator)) }
    }
    append(date.year, 4, "-")
    append(date.month, 2, "-")
    append(date.day, 2, "T")
    append(Int(second / 3600), 2, ":")
    append(Int(second / 60 % 60), 2, ":")
    append(Int(second % 60), 2, ".")
    append(Int(fraction), 9)
    return String(decoding: text, as: UTF8.self)
  }
}

extension Int64 {
  /// The quotient, rounded towards minus infinity, and what remains, which is not negative.
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
