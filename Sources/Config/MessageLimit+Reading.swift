import Core

extension MessageLimit {
  /// What `limits:` says.
  init(_ section: Section?) {
    self.init(
      perSecond: section?["device_messages_per_second"]?.value(.whole(1...1_000_000, example: 10))
        ?? Self.usual.perSecond,
      burst: section?["device_burst"]?.value(.whole(1...1_000_000, example: 10_000)) ?? Self.usual.burst)
  }

  static let keys = ["device_messages_per_second", "device_burst"]
}
