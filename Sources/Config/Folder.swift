import Foundation
import Model

/// The folder of `belfry.yaml`, where relative paths start.
struct Folder {
  /// As it was named, so that problems name files by a path that works where the command was typed; empty
  /// for the current folder.
  let path: String

  /// The folder of a file.
  init(of file: String) {
    let name = file.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let before = file.dropLast(name.count)
    self.path = before == "/" ? "/" : String(before.dropLast())
  }

  /// The path that leads to a file which the configuration names.
  func resolved(_ file: String) -> String {
    if file.hasPrefix("/") || path.isEmpty { return file }
    return path.hasSuffix("/") ? path + file : path + "/" + file
  }

  /// Whether there is something at a path that the configuration names.
  func contains(_ file: String) -> Bool { FileManager.default.fileExists(atPath: resolved(file)) }

  /// The bytes of a file which the configuration names.
  func read(_ file: String) throws(FileTrouble) -> [UInt8] {
    let path = resolved(file)
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw trouble(with: file, because: error)
    }
  }

  /// The files that a pattern matches, in the order of their names; `*` and `?` may stand in the last part
  /// of the path. A name without them is returned as it is, whether there is such a file or not.
  func files(matching pattern: String) -> [String] {
    guard pattern.contains(where: Self.isWildcard) else { return [pattern] }
    let folder = Folder(of: pattern)
    let form = Array(pattern.dropFirst(folder.path.isEmpty ? 0 : folder.path.count + 1).unicodeScalars)
    let searched = folder.path.isEmpty ? (path.isEmpty ? "." : path) : resolved(folder.path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: searched)) ?? []
    return names.filter { !$0.hasPrefix(".") && matches(Array($0.unicodeScalars)[...], form[...]) }
      .sorted().map { folder.resolved($0) }
  }

  static func isWildcard(_ character: Character) -> Bool { character == "*" || character == "?" }

  private func trouble(with file: String, because error: any Error) -> FileTrouble {
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(file))
    if attributes?[.type] as? FileAttributeType == .typeDirectory {
      return FileTrouble(what: "`\(file)` is a folder", hint: "name a file")
    }
    return switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile?, .fileNoSuchFile?:
      FileTrouble(what: "there is no file `\(file)`", hint: hint(forMissing: file))
    case .fileReadNoPermission?:
      FileTrouble(what: "`\(file)` may not be read", hint: "let the user of belfryd read it")
    default:
      FileTrouble(
        what: "`\(file)` can't be read: \(error.localizedDescription)", hint: "name a readable file")
    }
  }

  func hint(forMissing file: String) -> String {
    let folder = Folder(of: resolved(file))
    let siblings =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path.isEmpty ? "." : folder.path)) ?? []
    let name = file.split(separator: "/").last.map(String.init) ?? ""
    if let near = nearestSpelling(of: name, among: siblings.sorted()) {
      return "did you mean `\(Folder(of: file).resolved(near))`?"
    }
    let start = path.isEmpty ? "the current folder" : "`\(path)`"
    return "create it or correct the path (relative paths start at \(start))"
  }
}

/// Why a file could not be read.
struct FileTrouble: Error {
  let what: String
  let hint: String
}

/// Whether a file name has the form of a pattern with `*` for any text and `?` for any one character.
private func matches(_ name: ArraySlice<Unicode.Scalar>, _ form: ArraySlice<Unicode.Scalar>) -> Bool {
  guard let first = form.first else { return name.isEmpty }
  if first == "*" {
    return matches(name, form.dropFirst()) || (!name.isEmpty && matches(name.dropFirst(), form))
  }
  guard let letter = name.first, first == "?" || first == letter else { return false }
  return matches(name.dropFirst(), form.dropFirst())
}
