import Config
import Core
import Delivery
import MQTT
import Model
import Wire

/// Those who are told of alerts, as the configuration names them.
struct Receivers {
  /// One of them, with the way to it.
  struct Entry: Sendable {
    let name: String
    let policy: NotificationPolicy
    let receiver: any AlertReceiver
  }

  let entries: [Entry]

  /// Makes the ways to them.
  /// - Throws: why a secret can't be read.
  init(_ configuration: BelfryConfiguration) throws {
    let externalURL = configuration.api.listen.map { "http://\($0.host):\($0.port)" } ?? ""
    entries = try configuration.notifications.flatMap { notification -> [Entry] in
      let name = notification.name
      func entry(_ receiver: any AlertReceiver) -> Entry {
        Entry(name: name, policy: notification.policy, receiver: receiver)
      }
      switch notification.target {
      case .webhook(let url, let secretFile):
        let webhook = Webhook(url: url, secret: try secretFile?.read().bytes)
        return [entry(WebhookReceiver(name: name, webhook: webhook, externalURL: externalURL))]
      case .command(let words, let timeLimit):
        let command = Command(words, timeLimit: timeLimit)
        return [entry(CommandReceiver(name: name, command: command, externalURL: externalURL))]
      case .email(let mail):
        return [entry(MailReceiver(name: name, mail: mail, city: configuration.city.name))]
      case .mqttTopic(let template):
        return try configuration.brokers.map { broker in
          let publisher = TopicPublisher(
            address: ReceiverParts.address(broker),
            identity: try ReceiverParts.identity(broker, as: "-alerts"))
          let isOnly = configuration.brokers.count == 1
          return Entry(
            name: isOnly ? name : "\(name) at \(broker.url)", policy: notification.policy,
            receiver: TopicReceiver(template: template, publisher: publisher))
        }
      }
    }
  }
}
