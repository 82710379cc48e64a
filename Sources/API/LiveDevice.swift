public import Core
public import Model
import Wire

/// A registered device after it was heard for the first time, fell silent or came back, with numbers for names: nearly all
/// of them are forgotten unread.
public struct LiveDevice: BitwiseCopyable, Sendable {
  private let heardAt: Timestamp
  private let at: Timestamp
  private let cadenceSeconds: Double?
  private let deliveryRatio: Double?
  private let battery: Double?
  /// The key of the gateway that heard it best; 0 for none.
  private let gateway: UInt64
  private let rssi: Float?
  private let snr: Float?
  private let device: Int32
  let generation: UInt32
  private let isSilent: Bool

  /// A device that was heard.
  /// - Parameters:
  ///   - view: how it is.
  ///   - device: its index in the city's definition.
  ///   - generation: which of the city's definitions.
  ///   - at: when it was heard, or was known to be silent.
  public init(_ view: DeviceView, device: Int32, generation: UInt32, at: Timestamp) {
    heardAt = view.heardAt ?? at
    self.at = at
    cadenceSeconds = view.cadence?.inSeconds
    deliveryRatio = view.deliveryRatio
    battery = view.battery
    gateway = view.gateway?.value ?? 0
    rssi = view.rssi.map(Float.init)
    snr = view.snr.map(Float.init)
    self.device = device
    self.generation = generation
    isSilent = view.isSilent
  }

  /// The device with its names, which `definition` has.
  func event(in definition: CityDefinition) -> DeviceEvent {
    let device = definition.devices[Int(device)]
    let object = DeviceObject(
      id: device.id, asset: definition.assets[device.asset].id, codec: device.codec,
      state: isSilent ? .silent : .ok, heardAt: WireTime(heardAt), cadenceSeconds: cadenceSeconds,
      deliveryRatio: deliveryRatio, battery: battery, rssi: rssi.map(Double.init), snr: snr.map(Double.init),
      gateways: gateway == 0 ? [] : [hexadecimal(gateway)])
    return DeviceEvent(object, at: WireTime(at))
  }
}
