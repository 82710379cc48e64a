import Model

/// Which devices are silent, and which assets therefore are.
struct Silence: Sendable {
  private var devices: [Bool]
  /// `nil` for one that was never heard.
  private var assets: [Bool?]

  init(deviceCount: Int, assetCount: Int) {
    devices = Array(repeating: false, count: deviceCount)
    assets = Array(repeating: nil, count: assetCount)
  }

  /// Whether the device is silent.
  func ofDevice(_ device: Int) -> Bool { devices[device] }

  /// A ``Truth``: whether the asset is silent; unknown when it was never heard.
  func ofAsset(_ asset: Int) -> Double { assets[asset].map(Truth.of) ?? Truth.unknown }

  /// Sets whether a device is silent.
  /// - Returns: whether that is news.
  mutating func set(_ isSilent: Bool, device: Int) -> Bool {
    guard devices[device] != isSilent else { return false }
    devices[device] = isSilent
    return true
  }

  /// Sets whether an asset is silent.
  /// - Returns: whether that is news.
  mutating func set(_ isSilent: Bool, asset: Int) -> Bool {
    guard assets[asset] != isSilent else { return false }
    assets[asset] = isSilent
    return true
  }
}

extension Silence {
  func write(to writer: inout ImageWriter) { writer.write(devices) }

  /// Which devices are silent; of the assets it follows.
  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    let old = try reader.read(arrayOf: Bool.self)
    for (index, isSilent) in old.enumerated() {
      if let device = mapping.device(index) { devices[device] = isSilent }
    }
  }
}
