import ArgumentParser
import Foundation
import Model
import Wire

/// `belfry export readings --from … --to …`
struct ExportReadingsVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "readings", abstract: "Stored readings as CSV or JSON lines, in order of arrival.",
    discussion: """
      --from and --to are about when something was measured: --from is included, --to is not. Each line \
      also says when the reading arrived. With --json the format is jsonl.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: "From then on, RFC 3339: 2026-05-04T00:00:00Z.", transform: moment)
  var from: Timestamp

  @Option(help: "Before then; now when it is not said.", transform: moment)
  var to: Timestamp?

  @Option(help: ArgumentHelp("Only this asset.", valueName: "id"))
  var asset: String?

  @Option(help: "Only this quantity, for example fill_level.")
  var quantity: String?

  @Option(help: "csv or jsonl.")
  var format: ExportFormat?

  @Option(help: ArgumentHelp("Write to this file, not to the standard output.", valueName: "file"))
  var output: String?

  /// Readings asked for at once; nothing more is ever in memory.
  private static let pageSize = 10_000

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let now = Timestamp.now
    let request = self.request(until: to ?? now)
    let format = self.format ?? (options.json ? .jsonl : .csv)
    let file = try output.map(Self.create)
    let progress = TimeProgress(from: from, to: now, "reading", isShown: file != nil || !console.isTerminal)
    var count = 0
    if let heading = format.heading { try write(heading, to: file, console) }
    var cursor: String?
    repeat {
      let page = try await daemon.value(Page<StoredReadingObject>.self, request.with("cursor", cursor))
      try write(try page.items.map { try format.line($0) }.joined(), to: file, console)
      count += page.items.count
      if let last = page.items.last { progress.show(count, upTo: last.arrivedAt.timestamp) }
      cursor = page.next
    } while cursor != nil
    progress.end(count)
  }

  private func request(until end: Timestamp) -> Request {
    let path = asset.map { Request("v1", "assets", $0, "readings") } ?? Request("v1", "readings")
    return path.with("from", from.description).with("to", end.description).with("quantity", quantity)
      .with("limit", String(Self.pageSize))
  }

  private func write(_ text: String, to file: FileHandle?, _ console: Console) throws {
    guard let file else { return try console.write(text) }
    do {
      try file.write(contentsOf: Data(text.utf8))
    } catch {
      throw Failure(
        .refused, "can't write \(output ?? ""): \(error.localizedDescription)", hint: "is the disk full?")
    }
  }

  private static func create(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw Failure(.refused, "can't write \(path)", hint: "does its folder exist, and is it yours?") }
    return file
  }
}
