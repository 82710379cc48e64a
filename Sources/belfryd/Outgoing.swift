import Core
import Delivery
import Wire

/// What a receiver is told at once.
struct Outgoing: Sendable {
  /// The notification.
  let notification: Announcement
  /// Its alerts, in its order.
  let notices: [AlertNotice]
  /// All alerts that fire and concern the receiver.
  let firing: [AlertNotice]
}

/// Somebody who is told of alerts, with the way to them.
protocol AlertReceiver: Sendable {
  /// Tells it, and waits until it knows.
  func deliver(_ outgoing: Outgoing) async throws(DeliveryError)
  /// Nothing more will be told.
  func close() async
}

extension AlertReceiver {
  func close() async {}
}

extension Outgoing {
  /// The alerts in Alertmanager's message.
  func message(to receiver: String, _ externalURL: String) -> WebhookMessage {
    WebhookMessage(
      receiver: receiver, groupLabels: notification.groupLabels, notices: notices, externalURL: externalURL)
  }
}
