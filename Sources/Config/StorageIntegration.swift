import Model

/// The Storage Integration of a Things Stack, which keeps the uplinks of an application: `storage_integration:` of a
/// broker.
public struct StorageIntegration: Hashable, Sendable {
  /// The server, such as `https://eu1.cloud.thethings.network`.
  public let url: String
  /// The application's id.
  public let application: String
  /// Where the API key is.
  public let keyFile: SecretFile
  /// How long after a connection to ask: the storage is behind the broker.
  public let delay: Duration
  let place: Place
}

extension StorageIntegration {
  init?(_ section: Section, _ context: ReadingContext) {
    let url = section.required("url", example: "https://eu1.cloud.thethings.network")?.url
    let application = section.required("application", example: "my-city")?.value(.applicationID)
    let key = section.required("key_file", example: "storage-key")?.value(.path)
    let delay = section["delay"]?.value(.duration) ?? .seconds(60)
    guard let url, let application, let key else { return nil }
    self.init(
      url: url, application: application, keyFile: SecretFile(key, in: context.folder), delay: delay,
      place: section.place)
  }

  static let keys = ["url", "application", "key_file", "delay"]
}

extension Shape<String> {
  /// An id of The Things Stack.
  fileprivate static let applicationID = Shape("an application's id, for example `my-city`") { text in
    let isPlain = text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
    return isPlain && !text.isEmpty ? text : nil
  }
}
