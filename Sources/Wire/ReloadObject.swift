/// What a reload of the configuration brought.
public struct ReloadObject: Codable, Equatable, Sendable {
  /// Assets that are registered now.
  public var assets: Int
  /// Devices that are registered now.
  public var devices: Int
  /// Rules that are in force now.
  public var rules: Int
  /// Sections of the configuration that changed and are in force only after a restart.
  public var needsRestart: [String]
  /// What is not wrong, but most likely not meant either.
  public var remarks: [String]

  /// What a reload brought.
  public init(assets: Int, devices: Int, rules: Int, needsRestart: [String], remarks: [String]) {
    self.assets = assets
    self.devices = devices
    self.rules = rules
    self.needsRestart = needsRestart
    self.remarks = remarks
  }

  enum CodingKeys: String, CodingKey {
    case assets, devices, rules
    case needsRestart = "needs_restart"
    case remarks
  }
}
