import Codecs
import Model

/// How a device's messages are read, resolved once from the registry's name.
enum CodecBinding: Sendable {
  /// A codec for the device's bytes.
  case native(any Codec.Type)
  /// The message itself carries named values.
  case byFormat
  /// A kind of codec that this daemon does not have.
  case missing

  init(_ name: String) {
    if let codec = deviceCodecs.first(where: { $0.name == name }) {
      self = .native(codec)
    } else {
      self = formats.contains { $0.name == name } ? .byFormat : .missing
    }
  }

  /// The bindings of all devices, in their order.
  static func all(of devices: [Device]) -> [CodecBinding] {
    var known: [String: CodecBinding] = [:]
    return devices.map { device in
      if let binding = known[device.codec] { return binding }
      let binding = CodecBinding(device.codec)
      known[device.codec] = binding
      return binding
    }
  }
}
