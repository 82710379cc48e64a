/// What a network server's own decoder made of a payload: where it stands in the message.
///
/// It is used only for devices whose codec in the registry is `network`, through their ``FieldMap``.
public struct ServerDecoding: Hashable, Sendable {
  /// The decoder's object, `decoded_payload` or `object`.
  var object: Range<Int>?
  /// The Things Stack's normalised payload: an object, or an array of several measurements.
  var normalized: Range<Int>?
  /// Whether the object is a `google.protobuf.Struct` and not JSON.
  var isProtobuf = false

  /// An object in JSON, beside what is known already; `nil` when there is neither.
  static func object(_ range: Range<Int>?, beside known: ServerDecoding?) -> ServerDecoding? {
    guard let range else { return known }
    return ServerDecoding(object: range, normalized: known?.normalized)
  }

  /// A normalised payload in JSON, beside what is known already; `nil` when there is neither.
  static func normalized(_ range: Range<Int>?, beside known: ServerDecoding?) -> ServerDecoding? {
    guard let range else { return known }
    return ServerDecoding(object: known?.object, normalized: range)
  }

  /// An object as a `google.protobuf.Struct`.
  static func protobuf(_ range: Range<Int>) -> ServerDecoding {
    ServerDecoding(object: range, isProtobuf: true)
  }
}
