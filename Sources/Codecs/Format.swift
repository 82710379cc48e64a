public import Model

/// A network server's message language: topic and bytes to uplinks.
///
/// Like a ``Codec`` it is a pure function that never traps. It knows envelopes, not devices: a LoRaWAN
/// format hands on the device's payload bytes, a format with named values hands on readings.
public protocol Format: Sendable {
  /// The name in `mqtt.subscribe[].format`, for example `tts-v3`.
  static var name: String { get }

  /// Reads one message into `envelope`, which the caller has emptied.
  ///
  /// A message of the format that carries no measurement (a join, an acknowledgement) leaves
  /// `envelope.uplinks` empty: it is counted as ignored.
  /// - Parameters:
  ///   - payload: the message's body.
  ///   - topic: the topic's UTF-8.
  ///   - arrival: how it arrived.
  ///   - envelope: where the uplinks go.
  /// - Throws: what was expected, and at which byte offset of the body.
  static func read(
    _ payload: Span<UInt8>, topic: Span<UInt8>, _ arrival: Arrival, into envelope: inout Envelope
  ) throws(DecodeError)
}

/// How a message arrived, and what its subscription says about it.
public struct Arrival: Sendable {
  /// When it came out of the socket.
  public var at: Timestamp
  /// Whether the broker sent it from its store: it may be of any age, and only a time in it says of which.
  public var isRetained: Bool
  /// Where in the topic the part stands that the subscription's first wildcard matched; empty if none.
  public var wildcard: Range<Int>
  /// Where things stand in a message whose format leaves that open; `nil` for all others.
  public var paths: MessagePaths?

  /// An arrival.
  public init(
    at: Timestamp, isRetained: Bool = false, wildcard: Range<Int> = 0..<0, paths: MessagePaths? = nil
  ) {
    self.at = at
    self.isRetained = isRetained
    self.wildcard = wildcard
    self.paths = paths
  }
}

/// What one message held, in buffers that are used again for the next message.
public struct Envelope: Sendable {
  /// The uplink of one device within a message.
  public struct Entry: Sendable {
    /// What the network says about it.
    public var uplink: Uplink
    /// The device's identifier as text, in ``Envelope/bytes``: to name a device that nobody registered.
    public var identifier: Range<Int>
    /// What the uplink holds.
    public var content: Content
    /// Every gateway that heard it, in ``Envelope/receptions``, the best first; empty when unknown.
    public var receptions: Range<Int> = 0..<0
    /// What the network server's own decoder made of the payload; `nil` when it made nothing of it.
    public var decoded: ServerDecoding?
  }

  /// How one gateway heard an uplink, or heard the relay that handed it on; each gateway stands once, with its best antenna.
  public struct Reception: Hashable, Sendable {
    /// The gateway.
    public var gateway: DeviceKey
    /// Signal strength in dBm; `nil` when the gateway does not say.
    public var rssi: Float?
    /// Signal to noise ratio in dB; `nil` when the gateway does not say.
    public var snr: Float?

    /// A reception.
    public init(gateway: DeviceKey, rssi: Float?, snr: Float?) {
      self.gateway = gateway
      self.rssi = rssi
      self.snr = snr
    }
  }

  /// The most receptions of one uplink that are kept; the best one is always among them.
  public static let receptionLimit = 16

  /// What an uplink holds.
  public enum Content: Sendable {
    /// The device's own bytes, in ``Envelope/bytes``: for its codec.
    case payload(Range<Int>)
    /// Readings that the format itself could name, in ``Envelope/readings``.
    case readings(Range<Int>)
  }

  /// The uplinks, in the order of the message: one for LoRaWAN, and perhaps what the device told the network server behind
  /// it; any number for SenML.
  public var uplinks: [Entry] = []
  /// Decoded payloads and identifiers; behind them what earlier messages left there.
  public internal(set) var bytes = [UInt8](repeating: 0, count: 1024)
  /// Where the next ones go in ``bytes``.
  public internal(set) var byteCount = 0
  /// Which gateways heard the uplinks.
  public var receptions: [Reception] = []
  /// Readings that came by name, then those that codecs add.
  public var readings: Readings
  /// Where the fields of the message at hand stand.
  var places = FieldPlaces()
  /// What messages of The Things Stack look like; kept from message to message.
  var theThingsStack = JSONOutlines()
  /// Where the stretches of the outline of the message at hand begin.
  var begins = JSONOutlines.Begins(repeating: 0)

  /// An empty envelope with room for an ordinary message.
  public init(collectsWarnings: Bool = false) {
    readings = Readings(collectsWarnings: collectsWarnings)
    uplinks.reserveCapacity(8)
    receptions.reserveCapacity(Self.receptionLimit)
  }

  /// Lets `codec` read the bytes in `range` of ``bytes``; what it finds goes to ``readings``.
  /// - Throws: why they can't be read; then no reading has come.
  public mutating func decode(
    _ range: Range<Int>, with codec: any Codec.Type, _ context: DecodeContext
  ) throws(DecodeError) {
    try Self.decode(&bytes, range, with: codec, context, into: &readings)
  }

  /// Two properties as `inout`: else the one is copied to be read while the other changes.
  private static func decode(
    _ bytes: inout [UInt8], _ range: Range<Int>, with codec: any Codec.Type, _ context: DecodeContext,
    into readings: inout Readings
  ) throws(DecodeError) {
    let first = readings.items.count
    do throws(DecodeError) {
      try codec.decode(bytes.span.extracting(range), context, into: &readings)
    } catch {
      readings.truncate(to: first)
      throw error
    }
  }

  /// Forgets the uplinks of a retained message that do not say of when they are: they may be of any age, and come anew
  /// with each connection. Where only the readings say it, the uplink is as old as the newest of them.
  public mutating func forgetUndated(_ arrival: Arrival) {
    guard arrival.isRetained else { return }
    for index in uplinks.indices where uplinks[index].uplink.receivedAt == arrival.at {
      guard case .readings(let range) = uplinks[index].content else { continue }
      let times = readings.items[range].map(\.at)
      if !times.contains(arrival.at), let newest = times.max() { uplinks[index].uplink.receivedAt = newest }
    }
    uplinks.removeAll { $0.uplink.receivedAt == arrival.at }
  }

  /// Forgets everything and keeps the room.
  public mutating func removeAll() {
    uplinks.removeFew()
    byteCount = 0
    receptions.removeFew()
    readings.removeAll()
  }
}
