import Foundation
import Model
import Testing
import Wire

/// The API's objects have the members that its readers rely on, no more and no fewer.
@Suite struct ContractTests {
  @Test func status() throws {
    let expected: Set<String> = [
      "version", "started_at", "city", "ready",
      "brokers[].url", "brokers[].connected", "brokers[].since", "brokers[].reconnects",
      "ingest.received", "ingest.decoded", "ingest.readings", "ingest.duplicates", "ingest.late",
      "ingest.unknown_device", "ingest.rejected.malformed_json", "ingest.ignored", "ingest.committed",
      "ingest.lag_ms", "ingest.rate_1m",
      "rings.*.capacity", "rings.*.used", "rings.*.high_water",
      "devices.registered", "devices.heard", "devices.silent", "assets",
      "alerts.firing", "alerts.pending", "alerts.acknowledged", "alerts.shelved", "alerts.suppressed",
      "notifications[].receiver", "notifications[].waiting", "notifications[].delivered",
      "notifications[].failed", "notifications[].given_up", "notifications[].error",
      "storage.path", "storage.bytes", "storage.readings", "storage.oldest",
      "process.cpu_seconds", "process.rss_bytes", "process.threads",
    ]
    #expect(try paths(of: sampleStatus, freeKeys: ["rings"]) == expected)
  }

  @Test func alert() throws {
    let names: Set<String> = [
      "id", "rule", "asset", "severity", "state", "summary", "value", "since", "fired_at", "resolved_at",
      "acknowledged", "shelved", "suppressed_by", "historical", "flapping", "labels",
    ]
    #expect(Set(try members(of: pendingAlert).keys) == names)
    let handled = try paths(of: handledAlert, freeKeys: ["labels"])
    #expect(
      handled
        == names.subtracting(["acknowledged", "shelved", "labels"]).union([
          "acknowledged.by", "acknowledged.at", "acknowledged.comment",
          "shelved.by", "shelved.at", "shelved.until", "shelved.comment", "labels.*",
        ]))
  }

  @Test(arguments: ["fired_at", "resolved_at", "acknowledged", "shelved", "suppressed_by"])
  func whatAnAlertDoesNotHaveIsNull(name: String) throws {
    #expect(try members(of: pendingAlert)[name] is NSNull)
  }

  @Test func anAlertEventIsTheAlertAndItsTransition() throws {
    let event = AlertEvent(alert: pendingAlert, transition: "pending")
    var expected = Set(try members(of: pendingAlert).keys)
    expected.insert("transition")
    #expect(Set(try members(of: event).keys) == expected)
  }

  @Test func asset() throws {
    let reading = Reading(.fillLevel, 83, at: noon.timestamp)
    let object = AssetObject(
      sampleAsset, state: .ok, heardAt: noon, readings: ["fill_level": ReadingObject(reading)],
      devices: ["0011223344556677"])
    #expect(
      try paths(of: object) == [
        "id", "kind", "name", "district", "location.latitude", "location.longitude", "state", "heard_at",
        "readings.fill_level.value", "readings.fill_level.unit", "readings.fill_level.at", "devices",
        "parameters.empty_mm",
      ])
  }

  @Test func anAssetThatWasNeverHeardSaysSo() throws {
    let object = AssetObject(
      Asset(id: "R-1", kind: .room, name: "R-1"), state: .unknown, heardAt: nil, readings: [:], devices: [])
    let members = try members(of: object)
    for name in ["district", "location", "heard_at"] { #expect(members[name] is NSNull) }
    #expect(members["state"] as? String == "unknown")
  }

  @Test func indicatorObject() throws {
    #expect(
      Set(try members(of: indicator).keys) == [
        "name", "title", "dimension", "scope", "value", "unit", "at", "period", "coverage", "provisional",
        "revision", "target", "status", "trend",
      ])
  }

  @Test func page() throws {
    #expect(try text(of: Page(items: [1, 2])) == #"{"items":[1,2],"next":null}"#)
    #expect(try text(of: Page(items: [1], next: "1")) == #"{"items":[1],"next":"1"}"#)
  }

  @Test func problem() throws {
    let problem = ProblemDetails(title: "Not Found", status: 404, detail: "no asset C-9", hint: "C-1?")
    #expect(Set(try members(of: problem).keys) == ["type", "title", "status", "detail", "hint"])
  }

  @Test func aRuleIsOfAKindOrPerDistrict() throws {
    let container = RuleObject(
      RuleDefinition(name: "a", scope: .kind(.container), when: "fill_level >= 80 %"), firing: 1, pending: 0)
    let district = RuleObject(
      RuleDefinition(name: "b", scope: .district, when: "count(room) > 3"), firing: 0, pending: 0)
    #expect(try members(of: container)["kind"] as? String == "container")
    #expect(try members(of: container)["per"] is NSNull)
    #expect(try members(of: district)["kind"] is NSNull)
    #expect(try members(of: district)["per"] as? String == "district")
  }
}
