import Codecs

/// A codec, as `belfry decode --list --json` prints it.
struct CodecDescription: Encodable {
  var codec: String
  var vendor: String
  var models: [String]
  var `class`: String
  var ports: [UInt8]

  init(_ codec: any Codec.Type) {
    self.codec = codec.name
    vendor = codec.vendor
    models = codec.models
    `class` = codec.deviceClass.rawValue
    ports = codec.ports
  }
}
