/// The way that a device's messages take to the broker.
enum Network: String, CaseIterable, Sendable {
  case theThingsStack = "tts"

  /// The ways by their names in the registry, for error messages.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
