public import Model

/// One payload for a vendor's script.
public struct ScriptCall: Sendable {
  /// Which script: an index into those of the ``ScriptRunner``.
  public var script: Int
  /// The FPort.
  public var port: UInt8
  /// When the network received it.
  public var receivedAt: Timestamp
  /// The device's bytes, at most ``payloadBytesMax``.
  public var payload: [UInt8]

  /// The longest payload that is handed on; LoRaWAN has at most 242 bytes.
  public static let payloadBytesMax = 4096

  /// A call.
  public init(script: Int, port: UInt8, receivedAt: Timestamp, payload: [UInt8]) {
    self.script = script
    self.port = port
    self.receivedAt = receivedAt
    self.payload = payload
  }

  /// The frame that `belfry-codec` reads; see its `main.c`.
  func append(to bytes: inout [UInt8]) {
    let milliseconds = receivedAt.nanoseconds / 1_000_000
    bytes.append(number: UInt32(12 + payload.count))
    bytes.append(UInt8(ascii: "c"))
    bytes.append(number: UInt16(truncatingIfNeeded: script))
    bytes.append(port)
    bytes.append(number: UInt64(bitPattern: milliseconds))
    bytes += payload
  }

  /// The frame that makes a script known.
  static func append(script source: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(number: UInt32(1 + source.count))
    bytes.append(UInt8(ascii: "s"))
    bytes += source
  }
}

/// What a script made of a payload.
public enum ScriptAnswer: Hashable, Sendable {
  /// JSON: `{"data": …, "normalized": …, "warnings": […]}`, each of which may be absent.
  case object([UInt8])
  /// What went wrong, in the script's words or ours.
  case failure(String)
}

extension [UInt8] {
  /// Appends a number, the least significant byte first.
  fileprivate mutating func append(number: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
