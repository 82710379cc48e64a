public import Core
import Foundation
import Model

/// A file of tests of rules, and the rules that it tests: `docs/formats/rule-tests.md`.
public struct RuleTestFile: Sendable {
  /// The path, as it was named.
  public let file: String
  /// The rules.
  public let rules: [Rule]
  /// The tests, in order.
  public let tests: [RuleTest]

  /// Reads a file of tests, and the files of rules that it names.
  /// - Returns: the tests, checked.
  /// - Throws: everything that is wrong in any of them.
  public static func load(_ path: String) throws(ConfigurationProblems) -> RuleTestFile {
    let problems = Problems()
    let folder = Folder(of: path)
    let context = ReadingContext(folder: folder, problems: problems, knownFormats: [], knownCodecs: [])
    let name = String(path.dropFirst(folder.path.isEmpty ? 0 : folder.path.count + 1))
    let root = context.yaml(name, namedAt: Place(file: path, line: 1))?.section(keys: keys)
    let rules = RulesReader(context, remarks: problems)
      .read(root?.required("rules", example: "[../waste.yaml]"))
    let calendar = root.map { Self.calendar($0, context) } ?? LocalCalendar.utc
    let tests = root?.required("tests", example: "- name: …")?.list(atLeast: 1, example: "- name: …")
      .compactMap { RuleTestReader($0, rules, calendar)?.read() }
    guard problems.isEmpty else {
      throw ConfigurationProblems(problems: problems.sorted, omitted: problems.omitted)
    }
    return RuleTestFile(file: path, rules: rules, tests: tests ?? [])
  }

  private static let keys = ["rules", "timezone", "holidays", "tests"]

  private static func calendar(_ root: Section, _ context: ReadingContext) -> LocalCalendar {
    let files = root["holidays"]?.list(example: "[../../holidays/belgium.csv]") ?? []
    return LocalCalendar(
      timeZone: root["timezone"]?.value(.timeZone) ?? "UTC",
      holidays: files.compactMap(context.file).flatMap { HolidayTable.read($0, context.problems) })
  }
}
