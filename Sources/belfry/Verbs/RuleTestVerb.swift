import ArgumentParser
import Config
import Core
import Foundation

/// `belfry rule test FILE…`
struct RuleTestVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Runs files of tests of rules, without a daemon.",
    discussion: """
      A test says what some assets measure and which alerts are to follow; docs/formats/rule-tests.md \
      describes the files. Exit code 1 when a test fails, 78 when a file is wrong.
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: "The files.")
  var files: [String]

  func run(printingTo console: Console) async throws {
    var results: [RuleTestResult] = []
    do throws(ConfigurationProblems) {
      for file in files { results += try RuleTestResult.all(of: RuleTestFile.load(file)) }
    } catch {
      throw Failure(error)
    }
    if console.json {
      try console.print(JSONText(encoding: ["tests": results]))
    } else {
      try console.print(results.flatMap { $0.lines(console.appearance) })
    }
    let failed = results.count { !$0.passed }
    guard failed > 0 else { return }
    throw Failure(
      .refused, "\(NumberText.count(failed)) of \(NumberText.count(results.count, "test")) failed")
  }
}

/// How one test ended; an object of `belfry rule test --json`.
private struct RuleTestResult: Encodable {
  struct Mismatch: Encodable {
    /// The line of the expectation.
    let line: Int
    /// Seconds from the start of the test.
    let at: Double
    let what: String

    enum CodingKeys: String, CodingKey {
      case line
      case at = "at_s"
      case what
    }
  }

  let file: String
  let line: Int
  let name: String
  let passed: Bool
  let failures: [Mismatch]

  static func all(of file: RuleTestFile) -> [RuleTestResult] {
    file.tests.map { test in
      let failures = test.run(file.rules).map {
        Mismatch(line: $0.line, at: $0.at / .seconds(1), what: $0.what)
      }
      return RuleTestResult(
        file: file.file, line: test.line, name: test.name, passed: failures.isEmpty, failures: failures)
    }
  }

  func lines(_ appearance: Appearance) -> [String] {
    let mark = passed ? appearance.paint("ok  ", .good) : appearance.paint("FAIL", .critical)
    return ["\(mark)  \(name.printable)"]
      + failures.map { "  \(file):\($0.line): after \(Self.clock($0.at)): \($0.what)".printable }
  }

  /// `1h 30m`, `45s`.
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds)
    let parts = [(whole / 3600, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")].filter { $0.0 > 0 }
    return parts.isEmpty ? "0s" : parts.map { "\($0.0)\($0.1)" }.joined(separator: " ")
  }
}
