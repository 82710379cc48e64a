import Model

/// ChirpStack v4 as it publishes JSON over MQTT.
///
/// Since 4.1 the members of the event itself are there even at their default; those of the gateway's part
/// are left out. EUIs are lower case, times have a numeric offset.
enum ChirpStack {
  static let tenant = "6cf37511-7452-4c2d-9953-dee26c88f1a3"
  static let application = "0b652419-836c-4b00-87bd-bb16cf48f2ec"
  static let deviceProfile = "767bcc59-e5a5-4a05-ac4f-634d6caeaa94"

  static func topic(_ transmission: Transmission, _ event: String = "up") -> String {
    "application/\(application)/device/\(lowerCase(transmission.eui))/event/\(event)"
  }

  static func uplink(_ uplink: Transmission, _ random: inout RandomSource) -> [UInt8] {
    let (deduplication, first) = (uuid(&random), UInt32(truncatingIfNeeded: random.next()))
    var json = JSONWriter()
    json.object { json in
      event(uplink, deduplication, &json)
      json.boolean("adr", true)
      json.integer("dr", 12 - uplink.spreadingFactor)
      json.integer("fCnt", uplink.session.frameCounter)
      json.integer("fPort", uplink.frame.port)
      json.boolean("confirmed", false)
      json.string("data", uplink.frame.payload.base64)
      json.array("rxInfo") { json in
        for (index, reception) in uplink.receptions.enumerated() {
          received(reception, uplink, id: first &+ UInt32(index), &json)
        }
      }
      transmitted(uplink, &json)
      json.string("regionConfigId", "eu868")
    }
    return json.bytes
  }

  /// What is published when the device has joined; it carries no measurement.
  static func join(_ join: Transmission, _ random: inout RandomSource) -> [UInt8] {
    let deduplication = uuid(&random)
    var json = JSONWriter()
    json.object { json in
      event(join, deduplication, &json)
      json.string("regionConfigId", "eu868")
    }
    return json.bytes
  }

  private static func event(
    _ transmission: Transmission, _ deduplication: String, _ json: inout JSONWriter
  ) {
    json.string("deduplicationId", deduplication)
    json.string("time", text(transmission.heardAt))
    json.object("deviceInfo") { json in
      json.string("tenantId", tenant)
      json.string("tenantName", "city")
      json.string("applicationId", application)
      json.string("applicationName", "city")
      json.string("deviceProfileId", deviceProfile)
      json.string("deviceProfileName", "EU868 class A")
      json.string("deviceName", lowerCase(transmission.eui))
      json.string("devEui", lowerCase(transmission.eui))
      json.string("deviceClassEnabled", "CLASS_A")
      json.object("tags") { _ in }
    }
    json.string("devAddr", lowerCase(transmission.session.deviceAddress))
  }

  private static func received(
    _ reception: Reception, _ uplink: Transmission, id: UInt32, _ json: inout JSONWriter
  ) {
    json.object { json in
      json.string("gatewayId", lowerCase(reception.gateway.eui))
      json.integer("uplinkId", id)
      json.string("gwTime", text(uplink.heardAt))
      json.string("nsTime", text(uplink.receivedAt))
      if reception.rssi != 0 { json.number("rssi", reception.rssi) }
      if reception.snr != 0 { json.number("snr", reception.snr) }
      json.object("location") { _ in }
      json.string("context", Array(id.bigEndianBytes).base64)
      json.object("metadata") { json in
        json.string("region_common_name", "EU868")
        json.string("region_config_id", "eu868")
      }
      json.string("crcStatus", "CRC_OK")
    }
  }

  private static func transmitted(_ uplink: Transmission, _ json: inout JSONWriter) {
    json.object("txInfo") { json in
      json.integer("frequency", uplink.frequency)
      json.object("modulation") { json in
        json.object("lora") { json in
          json.integer("bandwidth", 125_000)
          json.integer("spreadingFactor", uplink.spreadingFactor)
          json.string("codeRate", "CR_4_5")
        }
      }
    }
  }

  static func lowerCase(_ value: some FixedWidthInteger) -> String {
    value.bigEndianBytes.hexadecimal
  }

  private static func text(_ at: Timestamp) -> String { at.nanosecondText + "+00:00" }
}
