import Delivery
import Wire

/// A program that reads what a webhook would be sent.
struct CommandReceiver: AlertReceiver {
  let name: String
  let command: Command
  let externalURL: String

  func deliver(_ outgoing: Outgoing) async throws(DeliveryError) {
    try await command.run(input: outgoing.message(to: name, externalURL).json)
  }
}
