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

  fileprivate init(_ device: Device) {
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
}

/// How the messages of all devices are read: those that are read alike share one binding, and a city of a million has a
/// handful.
struct CodecBindings: Sendable {
  private let bindings: [CodecBinding]
  /// Where each device's stands.
  private let places: [Int32]

  /// The bindings of devices, in their order.
  init(_ devices: [Device]) {
    struct Way: Hashable {
      let codec: String
      let fields: [Field]
    }
    var bindings: [CodecBinding] = []
    var known: [Way: Int32] = [:]
    places = devices.map { device in
      let way = Way(codec: device.codec, fields: device.fields)
      if let place = known[way] { return place }
      let place = Int32(bindings.count)
      known[way] = place
      bindings.append(CodecBinding(device))
      return place
    }
    self.bindings = bindings
  }

  subscript(device: Int) -> CodecBinding { bindings[Int(places[device])] }
}
