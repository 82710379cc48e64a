import Yams

extension Written {
  /// Reads a YAML or JSON file as far as its syntax goes; `nil`, with a problem, when it is none.
  init?(_ file: InputFile, _ problems: Problems) {
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      problems.add(
        Place(file: file.path, line: file.firstLineThatIsNotUTF8), "not text in UTF-8",
        hint: "save the file as UTF-8")
      return nil
    }
    do {
      // The basic resolver leaves every scalar a text: what it means is the reader's business.
      guard let root = try compose(yaml: text, .basic) else {
        problems.add(
          Place(file: file.path, line: 1), "the file is empty", hint: "write its keys, or name another file")
        return nil
      }
      self.init(root, name: "", file: file.path, problems: problems)
    } catch {
      let (line, what, hint) = Self.explanation(of: error, in: text)
      let form = file.path.hasSuffix("json") ? "JSON" : "YAML"
      problems.add(Place(file: file.path, line: line), "not \(form): \(what)", hint: hint)
      return nil
    }
  }

  private static func explanation(of error: any Error, in text: String) -> (Int, String, String) {
    let hint = "check indentation, quotes and brackets here and on the line before"
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      guard let context else { return (mark.line, problem, hint) }
      let began = context.mark.line == mark.line ? "" : " that began in line \(context.mark.line)"
      return (mark.line, "\(context.text)\(began), \(problem)", hint)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "`\($0)`" }.joined(separator: ", ")
      return (context.mark.line, "the same key twice: \(names)", "keep one of them")
    case .reader(let problem, let offset, _, _):
      let line = text.prefix(offset ?? 0).count { $0.isNewline } + 1
      return (line, problem, "remove what is no text")
    default: return (1, "\(error)", hint)
    }
  }
}

extension InputFile {
  /// For a file that is not UTF-8: where that shows.
  fileprivate var firstLineThatIsNotUTF8: Int {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
  }
}
