import Codecs
import Model

/// How a device's messages are read, resolved once from the registry's name.
enum CodecBinding: Sendable {
  /// A codec for the device's bytes.
  case native(any Codec.Type)
  /// The message itself carries named values.
  case byFormat
  /// What the network server decoded, and what its names mean.
  case network(FieldMap)
  /// A vendor's script, by the UTF-8 of its file's name as the registry gives it, and what the names in its output
  /// mean.
  case script([UInt8], FieldMap)
  /// A kind of codec that this daemon does not have.
  case missing

  private init(_ device: Device) {
    let name = device.codec
    if let codec = deviceCodecs.first(where: { $0.name == name }) {
      self = .native(codec)
    } else if name == "network" {
      self = .network(FieldMap(device.fields))
    } else if name.hasPrefix("js:") {
      self = .script(Array(name.utf8.dropFirst(3)), FieldMap(device.fields))
    } else {
      self = formats.contains { $0.name == name } ? .byFormat : .missing
    }
  }

  /// The bindings of all devices, in their order; devices that are read alike share theirs.
  static func all(of devices: [Device]) -> [CodecBinding] {
    struct Way: Hashable {
      let codec: String
      let fields: [Field]
    }
    var known: [Way: CodecBinding] = [:]
    return devices.map { device in
      let way = Way(codec: device.codec, fields: device.fields)
      if let binding = known[way] { return binding }
      let binding = CodecBinding(device)
      known[way] = binding
      return binding
    }
  }
}
