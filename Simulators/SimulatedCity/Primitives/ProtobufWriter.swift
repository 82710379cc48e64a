/// Writes a message in Protobuf: field by field, without those at their default.
///
/// Source: protobuf.dev, "Encoding".
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func integer(_ field: UInt8, _ value: some BinaryInteger) {
    // Negative numbers of 32 bits take ten bytes, as the specification wants.
    let bits = UInt64(truncatingIfNeeded: Int64(value))
    guard bits != 0 else { return }
    tag(field, 0)
    variable(bits)
  }

  mutating func boolean(_ field: UInt8, _ value: Bool) { integer(field, value ? 1 : 0) }

  mutating func float(_ field: UInt8, _ value: Double) {
    guard value != 0 else { return }
    tag(field, 5)
    bytes += Float(value).bitPattern.littleEndianBytes
  }

  mutating func string(_ field: UInt8, _ text: String) { octets(field, Array(text.utf8)) }

  mutating func octets(_ field: UInt8, _ octets: [UInt8]) {
    if !octets.isEmpty { lengthDelimited(field, octets) }
  }

  /// A message within; it is there though all in it has its default.
  mutating func message(_ field: UInt8, _ write: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    write(&inner)
    lengthDelimited(field, inner.bytes)
  }

  private mutating func lengthDelimited(_ field: UInt8, _ octets: [UInt8]) {
    tag(field, 2)
    variable(UInt64(octets.count))
    bytes += octets
  }

  private mutating func tag(_ field: UInt8, _ wireType: UInt8) {
    variable(UInt64(field) << 3 | UInt64(wireType))
  }

  private mutating func variable(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
