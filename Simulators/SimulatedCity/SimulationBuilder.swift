import Model

/// Makes the assets and devices of a simulation from the registry, and says what can't be made.
struct SimulationBuilder {
  private let city: CityDefinition
  private let settings: Simulation.Settings
  private let world: World
  let gateways: [Gateway]
  private var problems: [String] = []

  init(_ city: CityDefinition, _ settings: Simulation.Settings, _ world: World) {
    self.city = city
    self.settings = settings
    self.world = world
    gateways = Gateway.gateways(of: city)
  }

  /// All assets that have a device, and all devices.
  mutating func build() throws(UnsimulatedCity) -> ([SimulatedAsset], [SimulatedDevice]) {
    var assets: [SimulatedAsset] = []
    var devices: [SimulatedDevice] = []
    for (asset, registered) in registeredDevices() {
      guard let model = model(asset) else { continue }
      let first = devices.count
      for device in registered {
        guard let voice = voice(device, asset, model) else { continue }
        var random = random(device.id)
        let interval = random.pick(type(of: model).reportIntervals)
        let place = Device(id: device.id, codec: device.codec, asset: assets.count)
        devices.append(SimulatedDevice(place, interval: interval, voice: voice, random: random))
      }
      assets.append(SimulatedAsset(id: asset.id, model: model, devices: Array(first..<devices.count)))
    }
    guard problems.isEmpty else { throw UnsimulatedCity(problems: problems) }
    return (assets, devices)
  }

  /// Each asset with its devices, in the order of the registry, without assets that nobody watches.
  private func registeredDevices() -> [(Asset, [Device])] {
    var byAsset = [[Device]](repeating: [], count: city.assets.count)
    for device in city.devices { byAsset[device.asset].append(device) }
    return zip(city.assets, byAsset).filter { !$1.isEmpty }
  }

  private mutating func model(_ asset: Asset) -> (any AssetModel)? {
    guard let type = assetModel(for: asset.kind) else {
      problems.append("\(asset.id): a \(asset.kind.rawValue) does nothing that could be simulated")
      return nil
    }
    do {
      return try type.init(asset, at: settings.clock.simulatedStart, in: world, random(asset.id))
    } catch {
      let value = asset.parameters[error.key] ?? ""
      problems.append("\(asset.id): parameter \(error.key)=\(value) is not \(error.expected)")
      return nil
    }
  }

  private mutating func voice(
    _ device: Device, _ asset: Asset, _ model: any AssetModel
  ) -> SimulatedDevice.Voice? {
    let encoder = deviceEncoders.first { $0.codec == device.codec }
    let isSenML = device.codec == SenML.codec
    guard let sayable = isSenML ? SenML.quantities : encoder?.quantities else {
      let codecs = (deviceEncoders.map { $0.codec } + [SenML.codec]).sorted().joined(separator: ", ")
      problems.append(
        "\(device.id): the simulator does not speak codec \(device.codec); it speaks \(codecs)")
      return nil
    }
    guard type(of: model).watchedQuantities.contains(where: sayable.contains) else {
      problems.append(
        "\(device.id): codec \(device.codec) has no word for what a \(asset.kind.rawValue) does")
      return nil
    }
    guard let encoder else {
      return .senML(asset.parameters["network"] == SenML.networkOfCBOR ? .cbor : .json)
    }
    let network = asset.parameters["network"] ?? NetworkServer.theThingsStack.rawValue
    if network == MilesightNB.network {
      // Beside one of Milesight's an asset may have a device of another vendor, which has no such frame.
      return MilesightNB.carries(device.codec)
        ? .milesightNB(encoder, counter: 0) : .radio(encoder, radio(device, asset, .theThingsStack))
    }
    guard let server = NetworkServer(rawValue: network) else {
      let names = (NetworkServer.allCases.map(\.rawValue) + [MilesightNB.network]).joined(separator: ", ")
      problems.append("\(asset.id): parameter network is not one of \(names)")
      return nil
    }
    return .radio(encoder, radio(device, asset, server))
  }

  private func radio(_ device: Device, _ asset: Asset, _ server: NetworkServer) -> Radio {
    var random = RandomSource(seed: settings.seed, stream: fingerprint("radio " + device.id))
    let link = RadioLink(from: asset.location, to: gateways, &random)
    // The device has been in the field for a while.
    let session = Session(&random, frameCounter: UInt32(random.integer(0..<60_000)))
    return Radio(eui: device.key.value, server: server, link: link, session: session)
  }

  private func random(_ name: String) -> RandomSource {
    RandomSource(seed: settings.seed, stream: fingerprint(name))
  }
}

/// Why a registry can't be simulated: all that stands in the way.
public struct UnsimulatedCity: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence for each asset or device.
  public let problems: [String]

  /// One problem a line.
  public var description: String { problems.joined(separator: "\n") }
}
