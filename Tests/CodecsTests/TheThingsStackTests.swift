import Codecs
import Model
import Testing

@Suite struct TheThingsStackTests {
  /// A message with these members in its `uplink_message`, and perhaps others beside it.
  private func uplink(_ members: String, _ others: String = "") throws(DecodeError) -> Envelope {
    let message = """
      {"end_device_ids":{"device_id":"bin-7","dev_eui":"A81758FFFE03F2AB"},
       "received_at":"2026-05-04T10:11:12.5Z"\(others),"uplink_message":{\(members)}}
      """
    return try read("tts-v3", Array(message.utf8))
  }

  @Test func absentFieldsAreAtTheirDefault() throws {
    let envelope = try uplink(#""f_port":5,"frm_payload":"AQ==""#)
    #expect(envelope.uplinks[0].uplink.frameCounter == 0)
    #expect(envelope.uplinks[0].uplink.session == 0)
    #expect(envelope.uplinks[0].uplink.rssi == nil)
    #expect(envelope.uplinks[0].uplink.receivedAt == Timestamp(rfc3339: "2026-05-04T10:11:12.5Z"))
    #expect(envelope.device() == "a81758fffe03f2ab")
  }

  @Test func whatWasNeverOnTheAirHasNoCounterAndNoGateway() throws {
    let simulated = try uplink(
      #""f_port":85,"f_cnt":3,"frm_payload":"AXVc","session_key_id":"AA==","rx_metadata":[{"gateway_ids":{"gateway_id":"test"},"rssi":42}]"#,
      #","simulated":true"#)
    let entry = try #require(simulated.uplinks.first)
    #expect(entry.uplink.frameCounter == nil && entry.uplink.session == 0 && entry.uplink.gateway == nil)
    #expect(entry.uplink.port == 85 && simulated.receptions.isEmpty)
  }

  @Test func macOnlyUplinksAreIgnored() throws {
    #expect(try uplink(#""f_cnt":7"#).uplinks.isEmpty)
    #expect(try uplink(#""f_cnt":7,"f_port":0,"frm_payload":"AQ==""#).uplinks.isEmpty)
  }

  @Test func anEmptyPayloadIsAnUplinkWithoutReadings() throws {
    let envelope = try uplink(#""f_port":5,"f_cnt":7"#)
    #expect(envelope.uplinks.count == 1)
    #expect(envelope.payload() == nil)
    #expect(envelope.readings().isEmpty)
  }

  @Test func theNetworkServersTimeCounts() throws {
    let envelope = try uplink(
      #""f_port":5,"frm_payload":"AQ==","received_at":"2026-05-04T10:11:11.123456789Z""#)
    #expect(envelope.uplinks[0].uplink.receivedAt.nanoseconds % 1_000_000_000 == 123_456_789)
  }

  /// The server repeats it with the time of the uplink that brought it, until the device tells it again.
  @Test func theBatteryThatADeviceTellsTheServerIsReadOnce() throws {
    let time = "2026-05-04T10:11:11.787593298Z"
    func told(_ members: String, at toldAt: String = time, _ value: String = #""value":90.125,"#) throws
      -> Envelope
    {
      let battery = #""last_battery_percentage":{"f_cnt":14,\#(value)"received_at":"\#(toldAt)"}"#
      return try uplink(#"\#(members)"received_at":"\#(time)",\#(battery)"#)
    }
    let data = #""f_port":5,"f_cnt":14,"frm_payload":"AQ==","#
    let envelope = try told(data)
    let status = try #require(envelope.uplinks.dropFirst().first)
    #expect(envelope.payload() == "01")
    #expect(envelope.device(1) == "a81758fffe03f2ab")
    #expect(status.uplink.frameCounter == nil)
    #expect(envelope.readings(1) == [Reading(.battery, 90.125, at: envelope.uplinks[0].uplink.receivedAt)])
    // It may come in a frame of MAC commands.
    #expect(try told("").uplinks.count == 1)
    #expect(try told("").readings.items.map(\.value) == [90.125])
    #expect(try told(data, at: "2026-05-04T08:11:11.787593298Z").uplinks.count == 1)
    #expect(try told(data, "").uplinks.count == 1)
  }

  @Test func sessionsDiffer() throws {
    let first = try uplink(#""f_port":5,"session_key_id":"AYfg8rhha5n+FWx0ZaAprA==""#)
    let second = try uplink(#""f_port":5,"session_key_id":"AYfqmb0pc/1uRZv9xUydgQ==""#)
    #expect(first.uplinks[0].uplink.session != second.uplinks[0].uplink.session)
    #expect(first.uplinks[0].uplink.session != 0)
  }

  @Test func gatewaysStandOnceTheBestFirst() throws {
    let envelope = try uplink(
      """
      "f_port":5,"frm_payload":"AQ==","rx_metadata":[
       {"gateway_ids":{"gateway_id":"roof","eui":"00000000000000AA"},"rssi":-110,"snr":-3.5},
       {"gateway_ids":{"gateway_id":"tower"},"rssi":-71,"snr":9},
       {"gateway_ids":{"gateway_id":"roof","eui":"00000000000000AA"},"rssi":-104},
       {"gateway_ids":{"gateway_id":"roof","eui":"00000000000000AA"},"rssi":-107},
       {"gateway_ids":{"gateway_id":"packetbroker"},"rssi":-99,
        "packet_broker":{"forwarder_gateway_eui":"00000000000000BB"}},
       {"gateway_ids":{"gateway_id":"silent"}}]
      """)
    let entry = envelope.uplinks[0]
    #expect(entry.uplink.gateway == DeviceKey("tower"))
    #expect(entry.uplink.rssi == -71)
    #expect(entry.uplink.snr == 9)
    let receptions = envelope.receptions[entry.receptions]
    #expect(
      Set(receptions) == [
        .init(gateway: DeviceKey("tower"), rssi: -71, snr: 9),
        .init(gateway: DeviceKey("00000000000000aa"), rssi: -104, snr: 0),
        .init(gateway: DeviceKey("00000000000000bb"), rssi: -99, snr: 0),
        .init(gateway: DeviceKey("silent"), rssi: nil, snr: nil),
      ])
    #expect(receptions.first?.gateway == DeviceKey("tower"))
  }

  /// Gateways say 0, which is left out, nothing, or what their driver has for it.
  @Test func inFSKThereIsNoSignalToNoiseRatio() throws {
    let members = #"""
      "f_port":5,"settings":{"data_rate":{"fsk":{"bit_rate":50000}},"frequency":"868800000"},
      "rx_metadata":[{"gateway_ids":{"gateway_id":"a"},"rssi":-60},
      {"gateway_ids":{"gateway_id":"b"},"rssi":-70,"snr":-128}]
      """#
    let envelope = try uplink(members)
    #expect(envelope.uplinks[0].uplink.rssi == -60)
    #expect(envelope.uplinks[0].uplink.snr == nil)
    #expect(envelope.receptions.map(\.snr) == [nil, nil])
    let loRa = #"{"lora":{"bandwidth":125000,"spreading_factor":7},"fsk":null}"#
    let other = try uplink(members.replacing(#"{"fsk":{"bit_rate":50000}}"#, with: loRa))
    #expect(other.uplinks[0].uplink.snr == 0)
  }

  @Test func receptionsAreBoundedAndTheBestIsKept() throws {
    let entries = (0..<40).map {
      #"{"gateway_ids":{"gateway_id":"g\#($0)"},"rssi":-\#($0 == 35 ? 40 : 100),"snr":1}"#
    }
    let envelope = try uplink(#""f_port":5,"rx_metadata":[\#(entries.joined(separator: ","))]"#)
    #expect(envelope.receptions.count == Envelope.receptionLimit)
    #expect(envelope.uplinks[0].uplink.gateway == DeviceKey("g35"))
  }

  @Test func stillEncryptedPayloadsAreRefused() {
    let error = #expect(throws: DecodeError.self) {
      try uplink(#""f_port":5,"frm_payload":"AQ==","app_s_key":{"key":"AA=="}"#)
    }
    #expect(error?.reason == .encrypted)
  }

  @Test func badFieldsAreRefusedWhereTheyStand() throws {
    for (members, reason) in [
      (#""f_port":300"#, Rejection.missingField),
      (#""f_port":"5""#, .missingField),
      (#""f_port":5,"f_cnt":4294967296"#, .missingField),
      (#""f_port":5,"f_cnt":-1"#, .missingField),
      (#""f_port":5,"frm_payload":"A_==""#, .badBase64),
      (#""f_port":5,"received_at":"yesterday""#, .badTime),
      (#""f_port":5,"frm_payload":{}"#, .missingField),
      (#""f_port":5,"#, .malformedJSON),
    ] {
      let error = #expect(throws: DecodeError.self) { try uplink(members) }
      #expect(error?.reason == reason, "\(members): \(String(describing: error))")
      #expect((error?.offset ?? 0) > 100, "\(members): \(String(describing: error))")
    }
  }

  @Test func theOrderOfMembersDoesNotMatter() throws {
    let message = #"""
      {"uplink_message":{"frm_payload":"AQID","decoded_payload":{"f_port":9,"frm_payload":"AA=="},"f_cnt":8,
      "f_port":5},"end_device_ids":{"device_id":"bin-7"}}
      """#
    let envelope = try read("tts-v3", Array(message.utf8))
    #expect(envelope.uplinks[0].uplink.port == 5)
    #expect(envelope.uplinks[0].uplink.frameCounter == 8)
    #expect(envelope.payload() == "010203")
    #expect(envelope.device() == "bin-7")
  }

  @Test func escapedTextIsUnderstood() throws {
    let message = #"""
      {"\u0065nd_device_ids":{"device_id":"bin\u002d7"},"uplink_message":{"f_port":5,"frm_payload":"\/\/8="}}
      """#
    let envelope = try read("tts-v3", Array(message.utf8))
    #expect(envelope.device() == "bin-7")
    #expect(envelope.payload() == "ffff")
  }

  @Test func theLastOfTwoMembersWins() throws {
    let envelope = try uplink(
      #""f_port":5,"frm_payload":"AQ==","frm_payload":"Ag==""#, #","uplink_message":{"f_port":6,"f_cnt":3}"#)
    #expect(envelope.payload() == "02")
    #expect(envelope.uplinks[0].uplink.port == 5)
    #expect(envelope.uplinks[0].uplink.frameCounter == 0)
  }

  @Test func theNormalizedCopyIsIgnored() throws {
    let message = #"""
      {"end_device_ids":{"device_id":"bin-7"},"uplink_normalized":{"f_port":5,"frm_payload":"AQ=="}}
      """#
    #expect(try read("tts-v3", Array(message.utf8)).uplinks.isEmpty)
  }
}
