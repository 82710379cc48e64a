import Codecs
import Core
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
  private struct Place: BitwiseCopyable {
    let binding: Int32
    let context: Int32
  }

  private let bindings: [CodecBinding]
  /// What the codecs are told, one for all assets with the same parameters: in one place, so that no message counts a
  /// reference to them.
  private var contexts: [DecodeContext]
  /// Where each device's stand.
  private let places: [Place]

  /// The bindings of a city's devices, in their order.
  init(_ definition: CityDefinition) {
    struct Way: Hashable {
      let codec: String
      let fields: [Field]
    }
    var bindings: [CodecBinding] = []
    var bindingOfWay: [Way: Int32] = [:]
    var contexts = [DecodeContext(port: 0, receivedAt: .distantPast)]
    var contextOfParameters: [Parameters: Int32] = [Parameters(): 0]
    places = definition.devices.map { device in
      let way = Way(codec: device.codec, fields: device.fields)
      let binding = bindingOfWay[way] ?? Int32(bindings.count)
      if binding == bindings.count {
        bindingOfWay[way] = binding
        bindings.append(CodecBinding(device))
      }
      // Only those look at parameters.
      guard case .native = bindings[Int(binding)] else { return Place(binding: binding, context: 0) }
      let parameters = definition.assets[device.asset].parameters
      let context = contextOfParameters[parameters] ?? Int32(contexts.count)
      if context == contexts.count {
        contextOfParameters[parameters] = context
        contexts.append(DecodeContext(port: 0, receivedAt: .distantPast, parameters: parameters))
      }
      return Place(binding: binding, context: context)
    }
    self.bindings = bindings
    self.contexts = contexts
  }

  subscript(device: Int) -> CodecBinding { bindings[Int(places[device].binding)] }

  /// Decodes the bytes of an uplink with its device's codec; `range` is where they stand in the envelope.
  mutating func decode(
    _ range: Range<Int>, of uplink: Uplink, from device: Int, with codec: any Codec.Type,
    _ envelope: inout Envelope
  ) throws(DecodeError) {
    try Self.decode(range, of: uplink, with: codec, &contexts[Int(places[device].context)], &envelope)
  }

  private static func decode(
    _ range: Range<Int>, of uplink: Uplink, with codec: any Codec.Type, _ context: inout DecodeContext,
    _ envelope: inout Envelope
  ) throws(DecodeError) {
    context.port = uplink.port
    context.receivedAt = uplink.receivedAt
    try envelope.decode(range, with: codec, context)
  }
}
