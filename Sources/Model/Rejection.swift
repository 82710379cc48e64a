/// Why a message was not used. Each has its own counter, so that the books always balance.
public enum Rejection: String, CaseIterable, Sendable {
  /// Longer than the limit for one message.
  case oversized
  /// Not JSON, or JSON that breaks off.
  case malformedJSON = "malformed_json"
  /// Not Protobuf or CBOR, or one that breaks off.
  case malformedBinary = "malformed_binary"
  /// Right syntax, but not a message of the subscribed format.
  case wrongFormat = "wrong_format"
  /// A message of an older or other network server than the subscribed format.
  case legacyFormat = "legacy_format"
  /// A field that the format requires is absent or of the wrong type.
  case missingField = "missing_field"
  /// The payload is not base64 (or hex) as the format says.
  case badBase64 = "bad_base64"
  /// The payload is still encrypted: the network server does not hold the application key.
  case encrypted
  /// The registry names a codec that this daemon does not have.
  case unknownCodec = "unknown_codec"
  /// The codec does not know this port.
  case wrongPort = "wrong_port"
  /// The payload breaks off, or says what its device never sends.
  case malformedPayload = "malformed_payload"
  /// The vendor's script failed on the payload, or could not be run.
  case scriptFailed = "script_failed"
  /// A time that no message can have.
  case badTime = "bad_time"
  /// The device sends more than one device may.
  case overQuota = "over_quota"
  /// The daemon has ended twice while it dealt with this message.
  case poison
}
