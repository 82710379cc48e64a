import Foundation
import Model
import Testing
import Wire

/// The webhook's message is Alertmanager's.
@Suite struct WebhookMessageTests {
  private static func notice(
    _ asset: String, state: AlertState = .firing, labels: [String: String] = [:]
  ) -> AlertNotice {
    let alert = AlertObject(
      id: "id-\(asset)", rule: "container-nearly-full", asset: asset, severity: .warning, state: state,
      summary: "\(asset) is full", value: 92.25, since: noon, firedAt: noon,
      resolvedAt: state == .resolved ? noon : nil, labels: labels)
    return AlertNotice(alert: alert, kind: .container, district: "Centre", name: asset)
  }

  private static func message(_ notices: [AlertNotice], externalURL: String = "") -> WebhookMessage {
    WebhookMessage(
      receiver: "ops", groupLabels: ["district": "Centre", "alertname": #"a "b" \c"#], notices: notices,
      externalURL: externalURL)
  }

  @Test func itHasTheMembersOfVersion4() throws {
    let message = Self.message([Self.notice("c1")])
    #expect(
      Set(try members(of: message).keys) == [
        "version", "groupKey", "truncatedAlerts", "status", "receiver", "groupLabels", "commonLabels",
        "commonAnnotations", "externalURL", "alerts",
      ])
    #expect(
      Set(try members(of: message.alerts[0]).keys) == [
        "status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint",
      ])
    #expect(message.version == "4")
    #expect(message.groupKey == #"{}:{alertname="a \"b\" \\c", district="Centre"}"#)
    #expect(try afterTheWire(message) == message)
  }

  @Test func itFiresWhileOneAlertDoes() {
    let resolved = Self.notice("c1", state: .resolved)
    #expect(Self.message([resolved, Self.notice("c2")]).status == "firing")
    #expect(Self.message([resolved]).status == "resolved")
    #expect(Self.message([resolved]).alerts[0].endsAt == "2026-05-04T10:11:12.123Z")
    #expect(Self.message([Self.notice("c2")]).alerts[0].endsAt == "0001-01-01T00:00:00Z")
  }

  @Test func whatAllShareIsCommon() {
    let message = Self.message([
      Self.notice("c1", labels: ["team": "waste", "shift": "day"]),
      Self.notice("c2", labels: ["team": "waste", "shift": "night", "severity": "none"]),
    ])
    #expect(
      message.commonLabels == [
        "alertname": "container-nearly-full", "district": "Centre", "kind": "container",
        "severity": "warning", "team": "waste",
      ], "a rule's own labels don't replace ours")
    #expect(message.commonAnnotations == ["value": "92.25"])
  }

  @Test func linksLeadToTheDaemonIfItCanBeReached() {
    #expect(Self.message([Self.notice("c1")]).alerts[0].generatorURL == "")
    let message = Self.message([Self.notice("c1")], externalURL: "http://10.0.0.1:8480")
    #expect(message.alerts[0].generatorURL == "http://10.0.0.1:8480/v1/alerts/id-c1")
  }

  /// The pair of labels and number is one of prometheus/common's `TestLabelsToSignature`.
  @Test func theFingerprintIsThatOfPrometheus() {
    let labels = ["name": "garland, briggs", "fear": "love is not enough"]
    #expect(labelFingerprint(labels) == hexadecimal(5_799_056_148_416_392_346))
  }

  @Test func anAlertAboutADistrictHasNoAsset() {
    let alert = AlertObject(
      id: "d", rule: "district-full", asset: "Centre", severity: .info, state: .firing, summary: "",
      value: nil, since: noon)
    let notice = AlertNotice(alert: alert, kind: nil, district: "Centre", name: "Centre")
    #expect(notice.labels == ["alertname": "district-full", "district": "Centre", "severity": "info"])
  }

  @Test func whatSomebodyHasInHandIsQuiet() {
    #expect(!Self.notice("c1").isQuiet)
    #expect(AlertNotice(alert: handledAlert, kind: nil, district: nil, name: "").isQuiet)
  }
}
