import Foundation
import Model
import Testing
import Wire

/// What is wrong is counted under its reason, and what is good beside it goes on.
@Suite struct BadInputTests {
  /// It may be of any age, and comes anew with each connection.
  @Test func aRetainedMessageCountsOnlyIfItSaysOfWhenItIs() throws {
    let town = try Town()
    try town.startBroker()
    let room = "nbiot/867723030711443/senml"
    try town.publish(room, #"[{"n":"co2","u":"ppm","v":950}]"#, isRetained: true)
    try town.publish(
      Messages.topic(Messages.container), Messages.level(distance: 500, counter: 1), isRetained: true)
    try town.startDaemon()
    #expect(try town.settle(received: 2).ignored == 1)
    #expect(try town.asset("r2").readings["co2"] == nil)
    #expect(try town.asset("c1").readings["distance"]?.value == 500)
    try town.publish(room, #"[{"n":"co2","u":"ppm","v":700}]"#)
    #expect(try town.settle(received: 3).ignored == 1)
    #expect(try town.asset("r2").readings["co2"]?.value == 700)
  }

  /// The level of its battery, which the device told the network server, comes with a payload that can't be read.
  @Test func whatStandsBesideAPayloadDoesNotMakeUpForIt() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let topic = Messages.topic(Messages.container)
    let time = Timestamp.measured()
    let bad = Messages.uplink(Messages.container, port: 85, counter: 2, "0175", at: time)
    let battery = #""last_battery_percentage":{"value":57.5,"received_at":"\#(time)"},"frm_payload""#
    try town.publish(topic, bad.replacing("\"frm_payload\"", with: battery))
    let status = try town.settle(received: 1)
    #expect(status.rejected["malformed_payload"] == 1)
    #expect(status.decoded == 0)
    #expect(try town.asset("c1").readings["battery"]?.value == 57.5)
  }

  @Test func eachFaultHasItsCounter() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let topic = Messages.topic(Messages.container)
    let good = Messages.level(distance: 500, counter: 1)
    let faults: [(reason: String, topic: String, payload: String)] = [
      ("malformed_json", topic, String(good.dropLast(40))),
      ("malformed_json", topic, ""),
      ("bad_base64", topic, good.replacing(#""frm_payload":""#, with: ##""frm_payload":"#"##)),
      ("malformed_payload", topic, Messages.uplink(Messages.container, port: 85, counter: 2, "0175")),
      ("wrong_port", Messages.topic(Messages.bay), Messages.uplink(Messages.bay, port: 77, counter: 3, "01")),
      ("oversized", topic, String(repeating: " ", count: 300_000)),
      ("wrong_format", "nbiot/867723030711443/senml", #"{"n":"co2","v":1}"#),
      ("malformed_json", "nbiot/867723030711443/senml", #"[{"n":"co2","v":01}]"#),
      // The Things Network v2 and ChirpStack v3, while a city moves from one server to another.
      ("legacy_format", topic, #"{"app_id":"city","dev_id":"bin","port":85,"payload_raw":"AXVc"}"#),
      ("legacy_format", topic, #"{"applicationID":"1","devEUI":"JOEkcTAAAAE=","fPort":85,"data":"AXVc"}"#),
      ("missing_field", topic, good.replacing("dev_eui", with: "x").replacing("device_id", with: "y")),
      ("encrypted", topic, good.replacing(#""f_port":"#, with: #""app_s_key":{"key":"AA=="},"f_port":"#)),
      ("bad_time", topic, good.replacing(/"received_at":"[^"]*"/, with: #""received_at":"soon""#)),
    ]
    var expected: [String: Int] = [:]
    for fault in faults {
      try town.publish(fault.topic, fault.payload)
      expected[fault.reason, default: 0] += 1
    }
    // A join is no fault, and brings nothing.
    try town.publish(
      "v3/city@liege/devices/dev1/join",
      #"{"end_device_ids":{"device_id":"dev1","application_ids":{"application_id":"city"}},"join_accept":{"session_key_id":"ESIzRA=="}}"#
    )
    try town.publish(topic, Messages.level(distance: 700, counter: 3))
    let ingest = try town.settle(received: faults.count + 2)
    #expect(ingest.rejected == expected)
    #expect(try town.texts("SELECT reason FROM quarantine ORDER BY reason") == faults.map(\.reason).sorted())
    #expect(ingest.ignored == 1)
    #expect(ingest.decoded == 1)
    #expect(try town.asset("c1").readings["distance"]?.value == 700)
    #expect(town.log.contains("refused: malformed_json"))
    #expect(town.log.components(separatedBy: "refused: malformed_json").count == 2, "said once a minute")
  }

  @Test func requestsThatMakeNoSenseAreAnsweredWithWhatWould() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    for (path, status, words) in [
      ("/v1/assets/c7", 404, "GET /v1/assets"), ("/v1/nothing", 404, "/v1/status"),
      ("/v1/assets?kinf=room", 400, "did you mean 'kind'"), ("/v1/assets?kind=tower", 400, "container"),
      ("/v1/assets?limit=0", 400, "1 to 10000"),
    ] {
      let answer = try town.ask(path)
      #expect(answer.status == status, "\(path)")
      #expect(String(decoding: answer.body, as: UTF8.self).contains(words), "\(path)")
    }
    let answer = try town.ask("/v1/alerts/zzzzzzzz/acknowledge", method: "POST", body: "{}")
    #expect(answer.status == 404)
    #expect(try town.ask("/v1/alerts/zzzzzzzz/shelve", method: "POST", body: "{}").status == 400)
  }

  @Test func aWrongConfigurationIsRefusedWithItsPlace() throws {
    let town = try Town(rules: "rules:\n  - alert: x\n    kind: container\n    when: fill_levl >= 80 %\n")
    for arguments in [["check", "--config", town.configuration], ["--config", town.configuration]] {
      let result = try Programs.run("belfryd", arguments)
      #expect(result.status == 78)
      #expect(result.errors.contains("rules/rules.yaml:4: "), "\(result.errors)")
      #expect(result.errors.contains("did you mean 'fill_level'?"))
    }
    try town.write(Town.rules, to: "rules/rules.yaml")
    let result = try Programs.run("belfryd", ["check", "--config", town.configuration])
    #expect(result.status == 0)
    #expect(result.output.contains("5 assets, 5 devices"))
  }
}
