import Core
import Delivery
import Foundation
import Wire

/// A webhook that gets Alertmanager's message.
struct WebhookReceiver: AlertReceiver {
  let name: String
  let webhook: Webhook
  let externalURL: String

  func deliver(_ outgoing: Outgoing) async throws(DeliveryError) {
    try await webhook.post(outgoing.message(to: name, externalURL).json, id: outgoing.notification.id)
  }

  func close() async { await webhook.close() }
}

extension WebhookMessage {
  /// The message as it is sent.
  var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Our own plain types: encoding can't fail.
    return (try? encoder.encode(self)).map(Array.init) ?? []
  }
}
