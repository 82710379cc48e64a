import Codecs
import MQTT
import Model
import Rings

/// A topic filter and the format of what it brings.
struct Subscription: Sendable {
  let filter: TopicFilter
  let format: any Format.Type
  /// How the message at hand arrived: kept, so that none counts a reference to the paths.
  private var arrival: Arrival

  init(filter: TopicFilter, format: any Format.Type, paths: MessagePaths?) {
    self.filter = filter
    self.format = format
    arrival = Arrival(at: .distantPast, paths: paths)
  }

  /// Reads a message of this subscription.
  mutating func read(
    _ header: MessageHeader, _ topic: Span<UInt8>, _ wildcard: Range<Int>, _ payload: Span<UInt8>,
    into envelope: inout Envelope
  ) throws(DecodeError) {
    arrival.at = header.arrivedAt
    arrival.isRetained = header.isRetained
    arrival.wildcard = wildcard
    try format.read(payload, topic: topic, arrival, into: &envelope)
    envelope.forgetUndated(arrival)
  }
}

/// The city's end of one receiver, or of what was missed, on its way to the city's thread.
struct InletEnd: Sendable {
  let consumer: Handoff<Ring<MessageHeader>.Consumer>
  let subscriptions: [Subscription]
  /// The broker whose messages these are, as the configuration calls it.
  let broker: String
  let status: BrokerStatus?
}

/// Where one receiver's messages come out.
final class Inlet {
  var consumer: Ring<MessageHeader>.Consumer
  /// The broker whose messages these are, as the city knows it.
  let broker: UInt8?
  /// How it stands with the broker, if there is one, and what the city knows of that.
  let status: BrokerStatus?
  var wasConnected: Bool?
  var stalls = 0
  /// The last message that was taken, and when it arrived.
  var taken: UInt64 = 0
  var arrivedAt = Timestamp.distantPast

  /// The inlet of `end` into a city with these brokers; `nil` when somebody took it already.
  init?(_ end: InletEnd, brokers: [String]) {
    guard let consumer = end.consumer.take() else { return nil }
    self.consumer = consumer
    broker = brokers.firstIndex(of: end.broker).map(UInt8.init)
    status = end.status
  }
}
