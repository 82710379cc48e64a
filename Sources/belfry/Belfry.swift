import ArgumentParser
import Glibc
import Model
import Wire

/// The operators' program. The registry of verbs is `configuration`.
@main
struct Belfry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "belfry",
    abstract: "What the city's sensors say, and what needs a hand.",
    discussion: """
      Asks the daemon belfryd over its Unix socket. Exit codes: 0 done, 1 the daemon said no, \
      64 wrong usage, 69 the daemon can't be reached.
      """,
    version: Version.text,
    subcommands: [
      StatusVerb.self, TopVerb.self, AssetVerbs.self, NearVerb.self, DeviceVerbs.self, AlertVerbs.self,
      RuleVerbs.self, IndicatorVerbs.self,
      EventsVerb.self, ExportVerbs.self, BackupVerb.self, DecodeVerb.self, RegistryVerbs.self,
      DoctorVerb.self,
      ReloadVerb.self,
    ])

  @OptionGroup var options: CommonOptions

  static func main() async {
    Glibc.exit(await run(arguments: Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  /// Runs one command line to its end.
  private static func run(arguments: [String]) async -> ExitStatus {
    do {
      if let failure = unknownVerb(in: arguments) { throw failure }
      var command = try parseAsRoot(arguments)
      if var verb = command as? any AsyncParsableCommand {
        try await verb.run()
      } else {
        try command.run()
      }
      return .done
    } catch let failure as Failure {
      Console.complain(failure.text)
      return failure.status
    } catch is ClosedOutput {
      return .done
    } catch {
      exit(withError: error)
    }
  }

  /// Says which verb was probably meant, which the argument parser does for options only.
  static func unknownVerb(in arguments: [String]) -> Failure? {
    var verbs = configuration.subcommands
    var path = "belfry"
    var words = arguments[...]
    while let word = words.popFirst(), !verbs.isEmpty {
      if ["--socket", "--generate-completion-script"].contains(word) { _ = words.popFirst() }
      if word.hasPrefix("-") || word == "help" { continue }
      let names = verbs.compactMap { $0.configuration.commandName }
      guard let next = verbs.first(where: { $0.configuration.commandName == word }) else {
        let near = nearestSpelling(of: word, among: names)
        return Failure(
          .usage, "unknown verb '\(word)'",
          hint: near.map { "did you mean '\(path) \($0)'?" }
            ?? "'\(path)' has: \(names.joined(separator: ", "))")
      }
      path += " " + word
      verbs = next.configuration.subcommands
    }
    return nil
  }
}
