import ArgumentParser
import Model

/// `belfry alert shelve ID --for 2h`
struct AlertShelveVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "shelve", abstract: "Puts an alert aside for a while, always with an end.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The alert's id, as 'belfry alert list' shows it.")
  var id: String

  @Option(name: .customLong("for"), help: "For how long: 30m, 4h, 2d; at most 30d.")
  var length: String?

  @Option(name: .long, help: "Until when, RFC 3339: 2026-12-01T08:00:00Z.")
  var until: String?

  @Option(name: [.short, .long], help: "Why.")
  var comment: String?

  func validate() throws {
    guard (length == nil) != (until == nil) else {
      throw ValidationError("Say for how long (--for 4h) or until when (--until 2026-12-01T08:00:00Z).")
    }
    if let length, Self.duration(length) == nil {
      throw ValidationError("'\(length)' is no length of time; write for example 30m, 4h or 2d.")
    }
  }

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let end = length.flatMap(Self.duration).map { (Timestamp.now + $0).description }
    try await daemon.change(
      id, "shelve", AlertChange(comment: comment, until: end ?? until), done: "shelved",
      printingTo: console)
  }

  /// A whole number with one of the letters s, m, h, d; `nil` when it is none.
  static func duration(_ text: String) -> Duration? {
    let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let letter = text.last, let unit = seconds[letter], let number = Int64(text.dropLast()),
      (1...1_000_000).contains(number)
    else { return nil }
    return .seconds(number * unit)
  }
}
