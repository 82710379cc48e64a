import Model

/// The Things Stack v3 as it publishes JSON over MQTT.
///
/// Members at their default (a counter of 0, an RSSI of 0) are left out, 64-bit integers are strings, EUIs
/// are upper case, times have nine digits.
enum TheThingsStack {
  private static let application = "city"

  static func topic(_ transmission: Transmission, _ event: String = "up") -> String {
    "v3/\(application)/devices/\(deviceID(transmission.eui))/\(event)"
  }

  static func uplink(_ uplink: Transmission, _ random: inout RandomSource) -> [UInt8] {
    let correlation = ulid(at: uplink.receivedAt, &random)
    let concentratorTime = random.next()
    var json = JSONWriter()
    json.object { json in
      endDevice(uplink, &json)
      json.array("correlation_ids") { $0.element("gs:uplink:\(correlation)") }
      json.string("received_at", text(uplink.deliveredAt - .milliseconds(20)))
      json.object("uplink_message") { json in
        json.string("session_key_id", uplink.session.keyID.base64)
        if uplink.frame.port != 0 { json.integer("f_port", uplink.frame.port) }
        if uplink.session.frameCounter != 0 { json.integer("f_cnt", uplink.session.frameCounter) }
        if !uplink.frame.payload.isEmpty { json.string("frm_payload", uplink.frame.payload.base64) }
        json.array("rx_metadata") { json in
          for reception in uplink.receptions { metadata(reception, uplink, concentratorTime, &json) }
        }
        settings(uplink, concentratorTime, &json)
        json.string("received_at", text(uplink.receivedAt))
        json.string("consumed_airtime", "\(uplink.airtime.rounded(toPlaces: 3))s")
        json.object("network_ids") { json in
          json.string("net_id", "000013")
          json.string("tenant_id", application)
          json.string("cluster_id", "eu1")
        }
      }
    }
    return json.bytes
  }

  /// What is published when the device has joined; it carries no measurement.
  static func join(_ join: Transmission, _ random: inout RandomSource) -> [UInt8] {
    let correlation = ulid(at: join.receivedAt, &random)
    var json = JSONWriter()
    json.object { json in
      endDevice(join, &json)
      json.array("correlation_ids") { $0.element("gs:uplink:\(correlation)") }
      json.string("received_at", text(join.deliveredAt - .milliseconds(20)))
      json.object("join_accept") { json in
        json.string("session_key_id", join.session.keyID.base64)
        json.string("received_at", text(join.receivedAt))
      }
    }
    return json.bytes
  }

  private static func endDevice(_ transmission: Transmission, _ json: inout JSONWriter) {
    json.object("end_device_ids") { json in
      json.string("device_id", deviceID(transmission.eui))
      json.object("application_ids") { $0.string("application_id", application) }
      json.string("dev_eui", upperCase(transmission.eui))
      json.string("join_eui", "70B3D57ED0000000")
      json.string("dev_addr", upperCase(transmission.session.deviceAddress))
    }
  }

  private static func metadata(
    _ reception: Reception, _ uplink: Transmission, _ concentratorTime: UInt64, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.object("gateway_ids") { json in
        json.string("gateway_id", reception.gateway.name)
        json.string("eui", upperCase(reception.gateway.eui))
      }
      json.string("time", text(uplink.heardAt))
      json.integer("timestamp", UInt32(truncatingIfNeeded: concentratorTime))
      if reception.rssi != 0 {
        json.number("rssi", reception.rssi)
        json.number("channel_rssi", reception.rssi)
      }
      if reception.snr != 0 { json.number("snr", reception.snr) }
      json.string("received_at", text(uplink.receivedAt - .milliseconds(15)))
    }
  }

  private static func settings(
    _ uplink: Transmission, _ concentratorTime: UInt64, _ json: inout JSONWriter
  ) {
    json.object("settings") { json in
      json.object("data_rate") { json in
        json.object("lora") { json in
          json.integer("bandwidth", 125_000)
          json.integer("spreading_factor", uplink.spreadingFactor)
          json.string("coding_rate", "4/5")
        }
      }
      json.string("frequency", String(uplink.frequency))
      json.integer("timestamp", UInt32(truncatingIfNeeded: concentratorTime))
      json.string("time", text(uplink.heardAt))
    }
  }

  private static func deviceID(_ eui: UInt64) -> String { "eui-" + eui.bigEndianBytes.hexadecimal }

  private static func upperCase(_ value: some FixedWidthInteger) -> String {
    value.bigEndianBytes.hexadecimal.uppercased()
  }

  private static func text(_ at: Timestamp) -> String { at.nanosecondText + "Z" }
}
