import ArgumentParser
import Config

/// `belfry rule check FILE…`
struct RuleCheckVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks files of rules, without a daemon, and says all that is wrong.",
    discussion: """
      Files that name each other's rules in inhibited_by are named together. Exit code 78 when something \
      is wrong.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The files.")
  var files: [String]

  func run(printingTo console: Console) async throws {
    do {
      let count = try RuleSet.load(files).rules.count
      if console.json {
        return try console.print(JSONText(encoding: RuleCheckReport(rules: count, problems: [])))
      }
      try console.print(["\(files.joined(separator: ", ")): \(NumberText.count(count, "good rule"))"])
    } catch let error as ConfigurationProblems {
      if console.json {
        try console.print(JSONText(encoding: RuleCheckReport(rules: nil, problems: error.problems)))
      }
      throw Failure(error)
    }
  }
}

/// What `belfry rule check --json` prints.
private struct RuleCheckReport: Encodable {
  struct Item: Encodable {
    let file: String
    let line: Int
    let what: String
    let hint: String
  }

  /// How many rules are good; absent when something is wrong.
  let rules: Int?
  let problems: [Item]

  init(rules: Int?, problems: [Problem]) {
    self.rules = rules
    self.problems = problems.map { Item(file: $0.file, line: $0.line, what: $0.what, hint: $0.hint) }
  }
}

extension Failure {
  /// Files that are not as they should be, in the words of `belfryd check`.
  init(_ problems: ConfigurationProblems) {
    self.init(.configuration, problems.description)
  }
}
