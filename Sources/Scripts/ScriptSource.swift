import Foundation

/// A script's text from its file.
public enum ScriptSource {
  /// The longest script; the longest published ones have a tenth of this.
  private static let bytesMax = 3 << 20

  /// The text of a file. What can't be used is replaced by a script that says why, so that only its own devices
  /// suffer.
  public static func read(_ file: String) -> [UInt8] {
    do {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      return bytes.count <= bytesMax ? bytes : complaint("it is longer than \(bytesMax) bytes")
    } catch {
      return complaint("it can't be read")
    }
  }

  private static func complaint(_ reason: String) -> [UInt8] {
    Array("throw \"the script can't be used: \(reason)\";".utf8)
  }
}
