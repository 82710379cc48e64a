import Delivery
import Dispatch
import Foundation
import MQTT
import Model
import Wire

/// A topic of one broker that shows, retained, how an alert stands; of several alerts with one topic, the most urgent.
struct TopicReceiver: AlertReceiver {
  let template: String
  let publisher: TopicPublisher

  private static let timeLimit = Duration.seconds(10)
  /// Publishing blocks: it has a thread of its own.
  private let queue = DispatchQueue(label: "topic")

  init(template: String, publisher: TopicPublisher) {
    self.template = template
    self.publisher = publisher
  }

  func deliver(_ outgoing: Outgoing) async throws(DeliveryError) {
    let messages = messages(for: outgoing)
    let publisher = publisher
    let error: MosquittoError? = await withCheckedContinuation { continuation in
      queue.async {
        do throws(MosquittoError) {
          try publisher.publish(messages, within: Self.timeLimit)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: error)
        }
      }
    }
    if let error { throw DeliveryError(error.description) }
  }

  /// What each topic of these alerts is to show. The end of an alert is published before its topic is cleared, for
  /// those who listen; nobody who comes later sees it.
  func messages(for outgoing: Outgoing) -> [TopicPublisher.Message] {
    let firing = Dictionary(grouping: outgoing.firing, by: topic)
    let news = Dictionary(grouping: outgoing.notices, by: topic)
    return news.sorted { $0.key < $1.key }.flatMap { topic, notices in
      let ends = notices.filter(\.isResolved).map {
        TopicPublisher.Message(topic: topic, payload: Self.json($0.alert), isRetained: false)
      }
      let shown = firing[topic]?.max { Self.isLessUrgent($0, $1) }
      let state = TopicPublisher.Message(
        topic: topic, payload: shown.map { Self.json($0.alert) } ?? [], isRetained: true)
      return ends + [state]
    }
  }

  private static func isLessUrgent(_ a: AlertNotice, _ b: AlertNotice) -> Bool {
    let (left, right) = (Severity(rawValue: a.alert.severity), Severity(rawValue: b.alert.severity))
    if left != right { return (left ?? .info) < (right ?? .info) }
    let (first, second) = (
      a.alert.firedAt?.timestamp ?? .distantPast, b.alert.firedAt?.timestamp ?? .distantPast
    )
    return (second, b.alert.id) < (first, a.alert.id)
  }

  /// The topic of an alert. What would be a wildcard or another level in a name becomes `_`.
  private func topic(_ notice: AlertNotice) -> String {
    let values = [
      "{asset}": notice.alert.asset, "{district}": notice.district ?? "none",
      "{rule}": notice.alert.rule,
      "{severity}": notice.alert.severity,
    ]
    return values.reduce(template) { topic, pair in
      topic.replacing(pair.key, with: String(pair.value.map { "+#/\0".contains($0) ? "_" : $0 }))
    }
  }

  private static func json(_ alert: AlertObject) -> [UInt8] {
    // Our own plain types: encoding can't fail.
    (try? JSONEncoder().encode(alert)).map(Array.init) ?? []
  }
}
