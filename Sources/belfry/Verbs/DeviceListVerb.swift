import ArgumentParser
import Model
import Wire

/// `belfry device list`
struct DeviceListVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Devices with their radio health.")

  @OptionGroup var options: CommonOptions
  @OptionGroup var list: ListOptions

  @Flag(help: "Only devices that are quiet for longer than their cadence allows.")
  var silent = false

  @Flag(help: "Only devices that are heard and not registered, each with its line for the registry.")
  var unknown = false

  func validate() throws {
    if silent, unknown { throw ValidationError("--silent and --unknown exclude each other") }
  }

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    try await list.repeated(on: console) { try await show(daemon, $0) }
  }

  private func show(_ daemon: Daemon, _ console: Console) async throws {
    let state: DeviceObject.State? = silent ? .silent : unknown ? .unknown : nil
    let request = Request("v1", "devices").with("state", state?.rawValue)
    let listing = try await daemon.list(of: DeviceObject.self, request, limit: list.limit)
    try console.print(listing, empty: "no \(state.map { "\($0) " } ?? "")devices") {
      table($0, now: .now, console.appearance)
    }
    if unknown, !console.json { try console.print(registryLines(listing.items)) }
  }

  private func table(_ devices: [DeviceObject], now: Timestamp, _ appearance: Appearance) -> Table {
    func number(_ value: Double?, _ unit: String) -> Table.Cell {
      .init(value.map { NumberText.measure($0, unit: unit, appearance) } ?? appearance.none)
    }
    return Table(
      columns: [
        .init(title: "DEVICE"), .init(title: "ASSET", rank: 2), .init(title: "STATE"),
        .init(title: "HEARD", alignment: .right), .init(title: "EVERY", alignment: .right, rank: 1),
        .init(title: "DELIVERED", alignment: .right, rank: 3),
        .init(title: "BATTERY", alignment: .right, rank: 4),
        .init(title: "RSSI", alignment: .right, rank: 5), .init(title: "CODEC", minimum: 10, rank: 6),
      ],
      rows: devices.map { device in
        [
          .init(device.id, .strong), .init(device.asset ?? appearance.none),
          .init(device.state, Tone(state: device.state)),
          .init(device.heardAt.map { TimeText.ago($0.timestamp, now: now) } ?? "never"),
          .init(device.cadenceSeconds.map { TimeText.span(.seconds($0)) } ?? appearance.none),
          number(device.deliveryRatio, "%"), number(device.battery, "%"), number(device.rssi, "dBm"),
          .init(device.codec ?? appearance.none),
        ]
      })
  }

  /// The lines to paste, never cut.
  private func registryLines(_ devices: [DeviceObject]) -> [String] {
    let lines = devices.compactMap { $0.registryLine?.printable }
    return lines.isEmpty ? [] : ["", "for the registry:"] + lines
  }
}
