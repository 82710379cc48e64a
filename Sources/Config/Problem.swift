/// One thing that is wrong in a file of the configuration, for the person who can mend it.
public struct Problem: Hashable, Sendable {
  /// The file, by the path that leads to it from where `belfry.yaml` was named.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// What is wrong.
  public var what: String
  /// What would be right.
  public var hint: String

  /// A problem at a line of a file.
  public init(file: String, line: Int, what: String, hint: String) {
    self.file = file
    self.line = line
    self.what = what
    self.hint = hint
  }
}

extension Problem: CustomStringConvertible {
  /// `file:line: what; hint`, the form that editors can jump to.
  public var description: String { "\(file):\(line): \(what); \(hint)" }
}

/// Why a configuration was refused: all that is wrong, not only the first.
public struct ConfigurationProblems: Error, Sendable {
  /// The problems, file by file and line by line; at most 1000.
  public let problems: [Problem]
  /// How many more there are, which are counted but not kept.
  public let omitted: Int
}

extension ConfigurationProblems: CustomStringConvertible {
  /// One problem a line.
  public var description: String {
    let lines = problems.map(\.description) + (omitted > 0 ? ["and \(omitted) more problems"] : [])
    return lines.joined(separator: "\n")
  }
}
