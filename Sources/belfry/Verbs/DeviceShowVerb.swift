import ArgumentParser
import Model
import Wire

/// `belfry device show ID`
struct DeviceShowVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One device with its radio health.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The device's id: an EUI, an IMEI or a name.")
  var id: String

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let data = try await daemon.json(Request("v1", "devices", id))
    if console.json { return try console.print(JSONText(data)) }
    let device = try Daemon.decode(DeviceObject.self, data)
    try console.print(
      fields(device, .now, console.appearance).lines(width: console.width, console.appearance))
  }

  private func fields(_ device: DeviceObject, _ now: Timestamp, _ appearance: Appearance) -> Fields {
    func number(_ value: Double?, _ unit: String) -> String? {
      value.map { NumberText.measure($0, unit: unit, appearance) }
    }
    var fields = Fields()
    fields.add("device", device.id, .strong)
    fields.add("asset", device.asset ?? "not registered")
    fields.add("codec", device.codec)
    fields.add("state", device.state, Tone(state: device.state))
    fields.add("heard", device.heardAt.map { TimeText.ago($0.timestamp, now: now) } ?? "never")
    fields.add("cadence", device.cadenceSeconds.map { "every " + TimeText.span(.seconds($0)) })
    fields.add("delivered", number(device.deliveryRatio, "%"))
    fields.add("battery", number(device.battery, "%"))
    fields.add("signal", number(device.rssi, "dBm"))
    fields.add("noise margin", number(device.snr, "dB"))
    fields.add("gateways", device.gateways.joined(separator: ", "))
    fields.add("registry", device.registryLine)
    return fields
  }
}
