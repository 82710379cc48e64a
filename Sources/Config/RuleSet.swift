public import Core

/// The rules of some files, checked as `belfryd check` checks them, without the rest of a configuration.
public struct RuleSet: Sendable {
  /// The rules, names unique.
  public let rules: [Rule]

  /// Reads the files together: a rule of one may be inhibited by a rule of another.
  /// - Parameter files: paths, from the current folder.
  /// - Returns: the rules, checked.
  /// - Throws: everything that is wrong.
  public static func load(_ files: [String]) throws(ConfigurationProblems) -> RuleSet {
    let problems = Problems()
    let context = ReadingContext(
      folder: Folder(of: ""), problems: problems, knownFormats: [], knownCodecs: [])
    let read = files.compactMap { context.file($0, namedAt: Place(file: $0, line: 1)) }
    let rules = RulesReader(context, remarks: problems).read(read)
    guard problems.isEmpty else {
      throw ConfigurationProblems(problems: problems.sorted, omitted: problems.omitted)
    }
    return RuleSet(rules: rules)
  }
}
