/// What one check found, and what to do about it.
struct Finding: Encodable, Sendable {
  /// How bad it is.
  enum Result: String, Encodable, Sendable {
    case ok, warning, error
  }

  /// What was looked at.
  var check: String
  var result: Result
  /// What was seen, in one sentence without a full stop.
  var finding: String
  /// How to mend it; `nil` when nothing is to be mended.
  var hint: String?

  static func good(_ check: String, _ finding: String) -> Finding {
    Finding(check: check, result: .ok, finding: finding)
  }

  static func warning(_ check: String, _ finding: String, hint: String) -> Finding {
    Finding(check: check, result: .warning, finding: finding, hint: hint)
  }

  static func error(_ check: String, _ finding: String, hint: String?) -> Finding {
    Finding(check: check, result: .error, finding: finding, hint: hint)
  }
}

extension [Finding] {
  /// For people: a mark, what was looked at, what was seen; below it what to do.
  func lines(width: Int?, _ appearance: Appearance) -> [String] {
    var fields = Fields()
    for finding in self {
      let (word, tone): (String, Tone) =
        switch finding.result {
        case .ok: ("ok", .good)
        case .warning: ("warning", .warning)
        case .error: ("ERROR", .critical)
        }
      fields.add("\(word)  \(finding.check)", finding.finding, tone)
      fields.add("", finding.hint.map { "-> \($0)" })
    }
    return fields.lines(width: width, appearance)
  }
}
