/// The version of this build: of the daemon, the operators' program and the API between them.
public enum Version {
  /// Semantic Versioning 2.0.0.
  public static let text = "0.1.0"
}
