import Model

extension ChirpStack {
  /// An uplink as ChirpStack publishes it where its integration has `json=false`, on the same topic.
  ///
  /// Source: `integration.proto` (`UplinkEvent`, `DeviceInfo`) and `gw.proto` (`UplinkRxInfo`, `UplinkTxInfo`) of ChirpStack's API.
  static func protobufUplink(_ uplink: Transmission, _ random: inout RandomSource) -> [UInt8] {
    let (deduplication, first) = (uuid(&random), UInt32(truncatingIfNeeded: random.next()))
    var event = ProtobufWriter()
    head(uplink, deduplication, &event)
    event.boolean(5, true)
    event.integer(6, 12 - uplink.spreadingFactor)
    event.integer(7, uplink.session.frameCounter)
    event.integer(8, uplink.frame.port)
    event.octets(10, uplink.frame.payload)
    for (index, reception) in uplink.receptions.enumerated() {
      event.message(12) { info in
        info.string(1, lowerCase(reception.gateway.eui))
        info.integer(2, first &+ UInt32(index))
        info.message(3) { time(uplink.heardAt, &$0) }
        info.integer(6, Int32(reception.rssi.rounded()))
        info.float(7, reception.snr)
        info.octets(13, (first &+ UInt32(index)).bigEndianBytes)
        info.message(17) { time(uplink.receivedAt, &$0) }
      }
    }
    event.message(13) { transmitted in
      transmitted.integer(1, uplink.frequency)
      transmitted.message(2) { modulation in
        modulation.message(3) { lora in
          lora.integer(1, 125_000)
          lora.integer(2, uplink.spreadingFactor)
          // CR_4_5
          lora.integer(5, 1)
        }
      }
    }
    event.string(16, "eu868")
    return event.bytes
  }

  /// What is published in Protobuf when the device has joined.
  static func protobufJoin(_ join: Transmission, _ random: inout RandomSource) -> [UInt8] {
    var event = ProtobufWriter()
    head(join, uuid(&random), &event)
    return event.bytes
  }

  /// What both events begin with.
  private static func head(
    _ transmission: Transmission, _ deduplication: String, _ event: inout ProtobufWriter
  ) {
    event.string(1, deduplication)
    event.message(2) { time(transmission.heardAt, &$0) }
    event.message(3) { device in
      device.string(1, tenant)
      device.string(2, "city")
      device.string(3, application)
      device.string(4, "city")
      device.string(5, deviceProfile)
      device.string(6, "EU868 class A")
      device.string(7, lowerCase(transmission.eui))
      device.string(8, lowerCase(transmission.eui))
    }
    event.string(4, lowerCase(transmission.session.deviceAddress))
  }

  /// `google.protobuf.Timestamp`.
  private static func time(_ at: Timestamp, _ message: inout ProtobufWriter) {
    let (seconds, nanoseconds) = at.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    message.integer(1, seconds)
    message.integer(2, nanoseconds)
  }
}
