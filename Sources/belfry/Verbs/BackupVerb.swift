import ArgumentParser
import Foundation
import Wire

/// `belfry backup FILE`
struct BackupVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the history into a file while the daemon goes on.",
    discussion: """
      The daemon makes the copy, checks it (SQLite's quick_check) and sends it; the file is yours and appears \
      when it is whole. To restore one, stop belfryd, put the file in the place of storage.path, give it to the \
      daemon's user, and start belfryd. Only members of the operators' group may do this.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "Replace the file if it is there.")
  var force = false

  @Argument(help: "The file to write.")
  var file: String

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let target = try NewFile(at: file, replaces: force)
    let progress = ByteProgress()
    progress.waits(for: "the daemon copies and checks the history ...")
    var done = 0
    do {
      try await daemon.download(Request("v1", "backup")) { piece, total in
        try target.write(Data(piece))
        done += piece.count
        progress.show(done, of: total)
      }
      try target.finish()
    } catch {
      progress.end()
      target.discard()
      throw error
    }
    progress.end()
    try report(done, console)
  }

  private func report(_ bytes: Int, _ console: Console) throws {
    guard console.json else { return try console.print(["\(file): \(NumberText.bytes(bytes)), checked"]) }
    try console.print(try JSONText(encoding: BackupReport(file: file, bytes: bytes)))
  }
}

/// What `belfry --json backup` prints.
private struct BackupReport: Encodable {
  let file: String
  let bytes: Int
}
