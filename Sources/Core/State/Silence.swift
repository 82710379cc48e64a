import Model

/// Which devices are silent, and which assets therefore are.
struct Silence: Sendable {
  /// For how long each that is silent may be quiet, in minutes; 0 for one that is not silent.
  private var limits: [UInt16]
  /// `nil` for one that was never heard.
  private var assets: [Bool?]

  init(deviceCount: Int, assetCount: Int) {
    limits = Array(repeating: 0, count: deviceCount)
    assets = Array(repeating: nil, count: assetCount)
  }

  /// Whether the device is silent.
  func ofDevice(_ device: Int) -> Bool { limits[device] > 0 }

  /// For how long a silent device may be quiet, to the minute; nothing for one that is not silent.
  func limit(ofDevice device: Int) -> Duration { .seconds(60 * Int(limits[device])) }

  /// A ``Truth``: whether the asset is silent; unknown when it was never heard.
  func ofAsset(_ asset: Int) -> Double { assets[asset].map(Truth.of) ?? Truth.unknown }

  /// A device has been quiet for longer than `limit`, which is as long as it may.
  /// - Returns: whether that is news.
  mutating func begin(_ device: Int, limit: Duration) -> Bool {
    guard limits[device] == 0 else { return false }
    limits[device] = max(1, UInt16(clamping: Int(limit.inSeconds / 60)))
    return true
  }

  /// A device is heard.
  /// - Returns: whether that is news.
  mutating func end(_ device: Int) -> Bool {
    guard limits[device] > 0 else { return false }
    limits[device] = 0
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
  func write(to writer: inout ImageWriter) { writer.write(limits) }

  /// Which devices are silent; of the assets it follows.
  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    let old = try reader.read(arrayOf: UInt16.self)
    for (index, limit) in old.enumerated() {
      if let device = mapping.device(index) { limits[device] = limit }
    }
  }
}
