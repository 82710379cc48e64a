import ArgumentParser
import Config
import Core
import Model
import Storage
import Wire

/// `belfry rule backtest FILE --since 30d --compare OTHER`
struct RuleBacktestVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "backtest", abstract: "What rules would have done: the daemon's engine over its history.",
    discussion: """
      Reads the daemon's history beside it and changes nothing. Notifications are counted as a receiver with \
      the usual settings would get them: a rule's alerts of one district together, at most every five \
      minutes, and again every four hours while they fire.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "A file of rules.")
  var file: String

  @Option(help: ArgumentHelp("How far back: 12h, 30d, 1y.", valueName: "length"), transform: length)
  var since = Duration.seconds(30 * 86_400)

  @Option(help: ArgumentHelp("Another file of rules, to see what it would do else.", valueName: "file"))
  var compare: String?

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let (rules, others) = try readRules()
    let city = try await CityDefinition.of(daemon)
    let status = try await daemon.value(Status.self, Request("v1", "status"))
    let now = Timestamp.now
    let from = now - since
    let start = from - BacktestRun.warmUp
    let oldest = status.storage.oldest?.timestamp ?? now
    let progress = TimeProgress(from: max(start, oldest), to: now, "reading", isShown: true)
    let run = BacktestRun(city, rules, comparing: others, from: from, progress)
    do {
      try run.take(from: UplinkReader(path: status.storage.path), arrivedFrom: start, until: now)
    } catch let error as StorageError {
      guard run.uplinks == 0 else { throw Failure(.refused, "\(error)") }
      Console.complain(
        "belfry: the history is read through the API, which is slower: \(error)\n".printable + "\n")
      try await run.take(from: daemon, measuredFrom: start, until: now)
    }
    let alerts = run.finish(at: now)
    let there = compare.flatMap { file in alerts.second.map { (file, others ?? [], $0) } }
    let report = BacktestReport((file, rules, alerts.first), there, run, from: from, to: now)
    if console.json { return try console.print(JSONText(encoding: report)) }
    try console.print(report.lines(width: console.width, console.appearance))
  }

  private func readRules() throws -> (rules: [Rule], others: [Rule]?) {
    do {
      return (try RuleSet.load([file]).rules, try compare.map { try RuleSet.load([$0]).rules })
    } catch let problems as ConfigurationProblems {
      throw Failure(problems)
    }
  }

  private static func length(_ text: String) throws -> Duration {
    guard let length = Duration(setting: text), length > .zero else {
      throw ValidationError("'\(text)' is no length of time; write for example 12h, 30d or 1y.")
    }
    return length
  }
}
