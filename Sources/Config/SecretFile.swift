public import Foundation

/// A file that holds a password or key, read only when it is needed.
public struct SecretFile: Hashable, Sendable {
  /// The path as the configuration names it.
  public let written: String
  /// The path from the folder of `belfry.yaml`.
  public let path: String

  init(_ written: String, in folder: Folder) {
    self.written = written
    self.path = folder.resolved(written)
  }

  /// Where the file is.
  ///
  /// systemd hands a service its secrets in a folder of their own, `$CREDENTIALS_DIRECTORY` (systemd.exec(5),
  /// `LoadCredential=`). A relative path is looked for there first, then beside `belfry.yaml`; a path may
  /// also begin with `$CREDENTIALS_DIRECTORY/`.
  /// - Parameter environment: the environment variables of the process.
  /// - Returns: the path, whether there is a file or not.
  public func location(environment: [String: String]) -> String {
    let variable = "$CREDENTIALS_DIRECTORY/"
    guard let credentials = environment["CREDENTIALS_DIRECTORY"], !written.hasPrefix("/") else { return path }
    let name = written.hasPrefix(variable) ? String(written.dropFirst(variable.count)) : written
    let candidate = credentials + "/" + name
    let isCertain = written.hasPrefix(variable)
    return isCertain || FileManager.default.fileExists(atPath: candidate) ? candidate : path
  }

  /// Reads the secret, without the one line break that editors leave at the end.
  /// - Parameter environment: the environment variables of the process.
  /// - Returns: the secret, which may be empty.
  /// - Throws: ``SecretFileError`` when it can't be read.
  public func read(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SecretFileError) -> Secret {
    let url = URL(fileURLWithPath: location(environment: environment))
    guard var bytes = (try? Data(contentsOf: url)).map({ [UInt8]($0) }) else {
      throw SecretFileError(written: written, url: url)
    }
    if bytes.last == 0x0A { bytes.removeLast() }
    if bytes.last == 0x0D { bytes.removeLast() }
    return Secret(bytes: bytes)
  }
}

/// A secret was looked for in a file that is not there, or that can't be read.
public struct SecretFileError: Error, Hashable, CustomStringConvertible {
  /// What the configuration says, where it was looked for, why that failed and what to do.
  public let description: String

  init(written: String, url: URL) {
    let isThere = FileManager.default.fileExists(atPath: url.path)
    let (reason, advice) =
      isThere
      ? ("is not to be read", "make it a file of the daemon's user")
      : ("does not exist", "write the secret there, for the daemon's user alone")
    description =
      "the secret `\(written)` can't be read: \(url.path) \(reason); \(advice), "
      + "or hand it over with systemd's LoadCredential="
  }
}

/// A password or key; it never prints itself.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The bytes, not necessarily text.
  public let bytes: [UInt8]

  /// Always `<secret>`.
  public var description: String { "<secret>" }
  /// Always `<secret>`.
  public var debugDescription: String { description }
}
