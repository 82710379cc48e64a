import Yams

/// One value of a YAML or JSON file as it was written, with the name by which messages call it.
struct Written {
  /// The keys that lead to it: `storage.path`.
  let name: String
  /// Where it stands; a section or list stands where its key stands.
  let place: Place
  private let node: Node
  private let problems: Problems

  init(_ node: Node, name: String, keyLine: Int? = nil, file: String, problems: Problems) {
    self.node = node
    self.name = name
    let ownLine = node.mark?.line ?? 1
    self.place = Place(file: file, line: node.scalar == nil ? keyLine ?? ownLine : ownLine)
    self.problems = problems
  }

  /// Whether it was left empty, or `null` or `~` stands there.
  var isNull: Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// The text of a value that is neither a list nor a section.
  var text: String? { node.scalar?.string }

  /// The column of the value's first character, from 1, when the text stands on one line as it is.
  var column: Int? {
    guard let scalar = node.scalar, let column = scalar.mark?.column else { return nil }
    switch scalar.style {
    case .any, .plain: return column
    case .singleQuoted, .doubleQuoted: return column + 1
    case .literal, .folded: return nil
    }
  }

  /// The value, if it fits; else a problem.
  func value<Value>(_ shape: Shape<Value>) -> Value? {
    guard let text else { return unfit("is a \(kind)", hint: shape.hint("")) }
    guard let value = shape.read(text) else {
      return unfit(text.isBlank ? "is empty" : "is `\(text.shortened)`", hint: shape.hint(text))
    }
    return value
  }

  /// The members of a list; none, with a problem, if it is no list or shorter than it may be.
  func list(atLeast count: Int = 0, example: String) -> [Written] {
    guard let sequence = node.sequence, sequence.count >= count else {
      let what = node.sequence == nil ? "is not a list" : "is an empty list"
      return unfit(what, hint: "write a list, for example `\(example)`") ?? []
    }
    return sequence.map { Written($0, name: name, file: place.file, problems: problems) }
  }

  /// The keys and values of a section; a problem if it is none, and one for each key that is not known.
  ///
  /// `keys` is what may stand there; `nil` for any key.
  func section(keys: [String]?) -> Section? {
    guard let mapping = node.mapping else {
      let example = keys?.first.map { ", for example `\($0): …`" } ?? ""
      return unfit("is not a section", hint: "write keys and values\(example)")
    }
    var values: [String: Written] = [:]
    for (key, value) in mapping {
      let keyPlace = Place(file: place.file, line: key.mark?.line ?? place.line)
      guard let text = key.scalar?.string else {
        problems.add(keyPlace, "a key of \(title) is not a word", hint: "write `key: value`")
        continue
      }
      if let keys, !keys.contains(text) {
        problems.add(
          keyPlace, "unknown key `\(text.shortened)` in \(title)",
          hint: suggestion(for: text, among: keys, otherwise: "known here: "))
        continue
      }
      values[text] = Written(
        value, name: name.isEmpty ? text : "\(name).\(text)", keyLine: keyPlace.line, file: place.file,
        problems: problems)
    }
    return Section(title: title, name: name, place: place, values: values, problems: problems)
  }

  /// Reports that the value is wrong in a way that its shape cannot tell.
  func report(_ what: String, hint: String) { problems.add(place, "\(title) \(what)", hint: hint) }

  /// Reports that the value is wrong, and stands for the value that there is not.
  func unfit<Value>(_ what: String, hint: String) -> Value? {
    report(what, hint: hint)
    return nil
  }

  private var title: String { name.isEmpty ? "the file" : "`\(name)`" }

  private var kind: String { node.sequence == nil ? "section" : "list" }
}

/// A part of a file with keys and values, all of which are known.
struct Section {
  /// How messages call it.
  let title: String
  let name: String
  let place: Place
  fileprivate let values: [String: Written]
  private let problems: Problems

  fileprivate init(
    title: String, name: String, place: Place, values: [String: Written], problems: Problems
  ) {
    self.title = title
    self.name = name
    self.place = place
    self.values = values
    self.problems = problems
  }

  /// What stands under `key`; `nil` when nothing was written.
  subscript(key: String) -> Written? {
    values[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// All keys and values that are not empty, by key.
  var all: [(key: String, value: Written)] {
    values.filter { !$0.value.isNull }.sorted { $0.key < $1.key }
      .map { (key: $0.key, value: $0.value) }
  }

  /// What stands under `key`, which must not be absent.
  func required(_ key: String, example: String) -> Written? {
    if let written = self[key] { return written }
    problems.add(place, "\(title) has no `\(key)`", hint: "add one, for example `\(key): \(example)`")
    return nil
  }

  /// Reports that the section as a whole is wrong.
  func report(_ what: String, hint: String) {
    problems.add(place, "\(title) \(what)", hint: hint)
  }
}

extension String {
  /// Short enough for a message.
  var shortened: String { unicodeScalars.count > 80 ? String(prefix(60)) + "…" : self }
}
