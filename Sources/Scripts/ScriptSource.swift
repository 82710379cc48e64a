import Foundation

/// A script's text from its file.
public enum ScriptSource {
  /// The longest script; the longest published ones have a tenth of this.
  private static let bytesMax = 3 << 20

  /// The text of a file, as one script. What can't be used is replaced by a script that says why, so that only its own
  /// devices suffer.
  public static func read(_ file: String) -> [UInt8] {
    do {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      guard bytes.count <= bytesMax else { return complaint("it is longer than \(bytesMax) bytes") }
      guard !bytes.contains(0) else { return complaint("it is no text in UTF-8: save it as such") }
      // Comments with degrees and accents are often in Latin-1, whose bytes are the first characters of Unicode.
      let text =
        String(validating: bytes, as: UTF8.self) ?? String(decoding: bytes.map(UInt16.init), as: UTF16.self)
      return Array(withoutExports(text).utf8)
    } catch {
      return complaint("it can't be read")
    }
  }

  /// A module's exports become plain declarations, and its default one `module.exports`; lines keep their numbers.
  private static func withoutExports(_ text: String) -> String {
    guard text.contains("export ") else { return text }
    var isInList = false
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
      Substring.init)
    return lines.map { line -> Substring in
      // The names that `export {` lists may take several lines.
      if isInList || line.hasPrefix("export {") || line.hasPrefix("export * ") {
        isInList = line.hasPrefix("export * ") ? false : !line.contains("}")
        return ""
      }
      guard line.hasPrefix("export ") else { return line }
      let rest = line.dropFirst("export ".count)
      guard rest.hasPrefix("default ") else { return rest }
      let value = rest.dropFirst("default ".count)
      return value.starts(with: /(async )?(function|class) [\w$]/) ? value : "module.exports = " + value
    }.joined(separator: "\n")
  }

  private static func complaint(_ reason: String) -> [UInt8] {
    Array("throw \"the script can't be used: \(reason)\";".utf8)
  }
}
