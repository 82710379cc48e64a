public import Model

/// A device's payload language: port and bytes to readings.
///
/// A pure function without state: no clock, no allocation that stays, no trap on any bytes. The byte layout
/// of the vendor decides; the source stands in the type's doc comment.
public protocol Codec: Sendable {
  /// `vendor-model`, lower case, or the vendor's name where one layout serves all its devices.
  static var name: String { get }
  /// The vendor as it writes itself.
  static var vendor: String { get }
  /// The models that speak this layout.
  static var models: [String] { get }
  /// What the devices are for.
  static var deviceClass: DeviceClass { get }
  /// The FPorts that the device sends on; empty when it uses any.
  static var ports: [UInt8] { get }

  /// Decodes one payload and appends what it holds.
  ///
  /// A status, alarm or settings frame appends what it measures and nothing else, which may be nothing.
  /// A code point that means "no value" appends no reading.
  /// - Parameters:
  ///   - payload: the device's bytes, not empty.
  ///   - context: port, time and device parameters.
  ///   - readings: where the readings go.
  /// - Throws: what was expected, and at which byte offset.
  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError)
}

/// What a device is for, as `belfry decode --list` prints it.
public enum DeviceClass: String, CaseIterable, Sendable {
  case container
  case parking
  case indoorAir = "indoor_air"
  case lighting
  case energy
  case environment
  case noise
  case soil
}

/// What a codec is told beside the bytes.
public struct DecodeContext: Sendable {
  /// The FPort, 0 when there is none.
  public var port: UInt8
  /// When the network received the uplink: the event time of readings that bring none of their own.
  public var receivedAt: Timestamp
  /// The device's parameters from the registry.
  public var parameters: Parameters

  /// A context.
  public init(port: UInt8, receivedAt: Timestamp, parameters: Parameters = Parameters()) {
    self.port = port
    self.receivedAt = receivedAt
    self.parameters = parameters
  }
}

/// Where a decoder stopped, and what should have been there.
public struct DecodeError: Error, Hashable, Sendable {
  /// The counter that this goes to.
  public var reason: Rejection
  /// The offset in bytes, from the start of what was being decoded.
  public var offset: Int
  /// What should have been there, as a phrase: "a 2-byte distance".
  public var expected: String

  /// An error at `offset`.
  public init(_ reason: Rejection, at offset: Int, expected: String) {
    self.reason = reason
    self.offset = offset
    self.expected = expected
  }
}

extension DecodeError: CustomStringConvertible {
  /// For people: `malformed_payload at byte 3: expected a 2-byte distance`.
  public var description: String { "\(reason.rawValue) at byte \(offset): expected \(expected)" }
}

/// The readings of one message, in a buffer that is used again for the next.
public struct Readings: Sendable {
  /// The readings so far, in the order of the payload.
  public private(set) var items: [Reading] = []
  /// Remarks that an integrator should see: an unknown channel, a value that was left out.
  public private(set) var warnings: [String] = []
  /// Whether remarks are wanted; the daemon does without, so that it need not build strings.
  public var collectsWarnings: Bool
  /// The most readings that one message can bring; more are dropped, with a remark.
  public static let limit = 1024

  /// An empty buffer.
  public init(collectsWarnings: Bool = false) {
    self.collectsWarnings = collectsWarnings
    items.reserveCapacity(64)
  }

  /// Appends a reading, unless `value` is not finite.
  @inline(__always)
  public mutating func append(_ quantity: Quantity, _ value: Double, at: Timestamp) {
    guard value.isFinite, items.count < Self.limit else { return leaveOut(value) }
    items.append(Reading(quantity, value, at: at))
  }

  @inline(never)
  private mutating func leaveOut(_ value: Double) {
    if value.isFinite { warn("more than \(Self.limit) readings: the rest is left out") }
  }

  /// Appends a remark, if remarks are wanted.
  public mutating func warn(_ text: @autoclosure () -> String) {
    if collectsWarnings, warnings.count < 100 { warnings.append(text()) }
  }

  /// Forgets everything and keeps the room.
  public mutating func removeAll() {
    items.removeFew()
    if !warnings.isEmpty { warnings.removeAll(keepingCapacity: true) }
  }

  /// Puts another reading in the place of the one at `index`.
  mutating func set(_ index: Int, _ reading: Reading) { items[index] = reading }

  /// Forgets the readings from `count` on: what a decoder appended before it failed.
  public mutating func truncate(to count: Int) {
    if items.count > count { items.removeLast(items.count - count) }
  }
}
