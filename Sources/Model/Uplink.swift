/// What the network says about one message from a device; its readings travel beside it.
///
/// An uplink is identified by device, session and frame counter (LoRaWAN), or by the network server's own
/// deduplication id. Fixed size, no references: it crosses rings and stands in arrays without cost.
public struct Uplink: Hashable, Sendable, BitwiseCopyable {
  /// Who sent it.
  public var device: DeviceKey
  /// A fingerprint of the radio session (`session_key_id`, `devAddr`); 0 when the format has none.
  public var session: UInt64 = 0
  /// A fingerprint of the network server's deduplication id; 0 when the format has none.
  public var deduplication: UInt64 = 0
  /// The full 32-bit frame counter; `nil` when the format has none.
  public var frameCounter: UInt32?
  /// LoRaWAN FPort, 0 to 255; 0 when there is none.
  public var port: UInt8 = 0
  /// The broker that it came through: an index into ``CityDefinition/brokers``; `nil` when nobody knows.
  public var broker: UInt8?
  /// The signal strength of the device in dBm, at the gateway that heard it best or at the relay between them; `nil` when
  /// unknown.
  public var rssi: Float?
  /// Its signal to noise ratio there in dB; `nil` when unknown.
  public var snr: Float?
  /// The gateway that heard it best; `nil` when unknown.
  public var gateway: DeviceKey?
  /// The other gateways that heard it, the best three of them.
  public var otherGateways = OtherGateways()
  /// When the network received it: the default event time of its readings.
  public var receivedAt: Timestamp

  /// An uplink of which only the sender and the time are known.
  public init(device: DeviceKey, receivedAt: Timestamp) {
    self.device = device
    self.receivedAt = receivedAt
  }
}

/// Up to three keys of gateways, without references.
public struct OtherGateways: Hashable, Sendable, BitwiseCopyable {
  /// How many there is room for.
  public static let limit = 3
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0

  /// None.
  public init() {}

  /// Adds a key, while there is room.
  public mutating func append(_ gateway: UInt64) {
    if first == 0 {
      first = gateway
    } else if second == 0 {
      second = gateway
    } else if third == 0 {
      third = gateway
    }
  }

  /// Whether there are none.
  public var isEmpty: Bool { first == 0 }

  /// Calls `body` with each.
  public func forEach(_ body: (UInt64) -> Void) {
    if first != 0 { body(first) }
    if second != 0 { body(second) }
    if third != 0 { body(third) }
  }
}

/// The key of a radio: an EUI as it is, or a 64-bit FNV-1a fingerprint of a name or IMEI.
///
/// Both share one space of 64 bits: the chance that any two of a million devices meet is 3 in 100 million,
/// and the registry refuses two devices with one key.
public struct DeviceKey: Hashable, Sendable, BitwiseCopyable {
  /// The EUI, or the fingerprint.
  public var value: UInt64

  /// A key from its 64 bits.
  @inlinable public init(value: UInt64) { self.value = value }

  /// The key of an identifier: 16 hex digits in either case are an EUI, all else is a name, which is case
  /// sensitive.
  public init(_ identifier: Span<UInt8>) {
    self = DeviceKey(eui: identifier) ?? DeviceKey(name: identifier)
  }

  /// The key of an identifier; see ``init(_:)-(Span<UInt8>)``.
  public init(_ identifier: String) { self.init(identifier.utf8Span.span) }

  /// The key of an EUI, 16 hex digits in either case; `nil` when it is none.
  public init?(eui identifier: Span<UInt8>) {
    guard let value = Self.eui(identifier) else { return nil }
    self.value = value
  }

  /// The key of a name, which is no EUI.
  public init(name: Span<UInt8>) { self.value = fingerprint(name) }

  private static func eui(_ text: Span<UInt8>) -> UInt64? {
    guard text.count == 16, let high = hexadecimal(text, 0), let low = hexadecimal(text, 8) else {
      return nil
    }
    return high << 32 | low
  }

  /// The 32 bits of the eight hex digits at `start`, all eight at once: each message names its device and gateways.
  @inline(__always)
  private static func hexadecimal(_ text: Span<UInt8>, _ start: Int) -> UInt64? {
    // The first digit highest, so that it stays there.
    let word = text.word(at: start).byteSwapped
    // A byte's high bit is set in `a &+ each(0x80 - k)` where the byte is at least `k`: it is below 0x80, so that
    // nothing carries into the next.
    let ascii = word & each(0x7F)
    let letters = ascii | each(0x20)
    let isDigit = (ascii &+ each(0x80 - 0x30)) & ~(ascii &+ each(0x80 - 0x3A))
    let isLetter = (letters &+ each(0x80 - 0x61)) & ~(letters &+ each(0x80 - 0x67))
    guard (isDigit | isLetter) & ~word & each(0x80) == each(0x80) else { return nil }
    // A letter's low four bits are 1 to 6, and bit 6 tells it from a digit.
    let digits = (word & each(0x0F)) &+ (word >> 6 & each(0x01)) &* 9
    let pairs = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
    return (fours | fours >> 16) & 0xFFFF_FFFF
  }

  /// A word all of whose bytes are `byte`.
  @inline(__always)
  private static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}

/// The FNV-1a fingerprint of `bytes`, 64 bits; never 0, which stands for "none".
///
/// Source: Fowler, Noll, Vo; draft-eastlake-fnv. Not for secrets.
public func fingerprint(_ bytes: Span<UInt8>) -> UInt64 {
  var hash = Fingerprint()
  hash.add(bytes)
  return hash.value
}

/// The fingerprint of several texts, one after the other, without putting them together.
public struct Fingerprint: Sendable {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The fingerprint of nothing.
  public init() {}

  /// Never 0.
  public var value: UInt64 { hash == 0 ? 1 : hash }

  /// Adds bytes as they are.
  public mutating func add(_ bytes: Span<UInt8>) {
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
  }

  /// Adds a text and what separates it from the next.
  public mutating func add(_ text: String) {
    add(text.utf8Span.span)
    hash = (hash ^ 0x1F) &* 0x0000_0100_0000_01B3
  }
}

/// The lowest bits of `bits`, five to a letter or digit of Crockford's base 32; at most 12 of them.
public func base32(_ bits: UInt64, digits count: Int) -> String {
  let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
  // FNV mixes the low bits less than the high ones.
  var rest = bits ^ bits >> 32
  var text = ""
  for _ in 0..<min(count, 12) {
    text.append(digits[Int(rest & 31)])
    rest >>= 5
  }
  return text
}

/// The FNV-1a fingerprint of the UTF-8 of `text`; see ``fingerprint(_:)-(Span<UInt8>)``.
public func fingerprint(_ text: String) -> UInt64 { fingerprint(text.utf8Span.span) }

/// Sixteen lower-case hex digits.
public func hexadecimal(_ value: UInt64) -> String {
  var digits = InlineArray<16, UInt8>(repeating: 0)
  for index in 0..<16 {
    let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 15
    digits[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
  }
  guard let text = try? UTF8Span(validating: digits.span) else { preconditionFailure("digits are ASCII") }
  return String(copying: text)
}
