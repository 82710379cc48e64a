import Core
import Model

/// A rule with the places of its parts in the file, so that what is wrong in a condition can be pointed at.
struct WrittenRule {
  let definition: RuleDefinition
  let place: Place
  private let section: Section
  private let inhibitors: [Written]

  /// The rules of one file that are well-formed; each other one is a problem.
  static func rules(in file: InputFile, _ problems: Problems) -> [WrittenRule] {
    let example = "- alert: …"
    guard let root = Written(file, problems)?.section(keys: ["rules"]) else { return [] }
    return root.required("rules", example: example)?.list(example: example).compactMap { written in
      written.section(keys: keys).flatMap { WrittenRule($0) }
    } ?? []
  }

  private static let keys = [
    "alert", "kind", "per", "when", "clear", "for", "keep_firing_for", "on_silence", "severity", "summary",
    "labels", "inhibited_by", "escalate",
  ]

  private init?(_ section: Section) {
    let name = section.required("alert", example: "container-nearly-full")?
      .value(.text("a name, for example `container-nearly-full`"))
    let scope = Self.scope(section)
    let when = section.required("when", example: "fill_level >= 80 %")?.value(.condition)
    var definition = RuleDefinition(name: name ?? "", scope: scope ?? .district, when: when ?? "")
    definition.clear = section["clear"]?.value(.condition)
    if let duration = section["for"]?.value(.duration) { definition.holdsFor = duration }
    if let duration = section["keep_firing_for"]?.value(.duration) { definition.keepFiringFor = duration }
    if let policy = section["on_silence"]?.value(Shape<SilencePolicy>.choice) {
      definition.onSilence = policy
    }
    if let severity = section["severity"]?.value(Shape<Severity>.choice) { definition.severity = severity }
    if let summary = section["summary"]?.value(.summary) { definition.summary = summary }
    definition.labels = Self.labels(section["labels"])
    definition.escalation = Self.escalation(section["escalate"], of: definition.severity)
    inhibitors = section["inhibited_by"]?.list(example: "[gateway-down]") ?? []
    definition.inhibitedBy = inhibitors.compactMap { $0.value(.text("the name of a rule")) }
    guard name != nil, scope != nil, when != nil else { return nil }
    self.definition = definition
    self.place = section.place
    self.section = section
  }

  private static func scope(_ section: Section) -> RuleDefinition.Scope? {
    switch (section["kind"], section["per"]) {
    case (let kind?, nil): return kind.value(.kinds)
    case (nil, let per?): return per.value(.scopes)
    default:
      section.report(
        "needs exactly one of `kind` and `per`",
        hint: "write for example `kind: container`, or `per: district`")
      return nil
    }
  }

  private static func escalation(
    _ written: Written?, of severity: Severity
  ) -> RuleDefinition.Escalation? {
    guard let section = written?.section(keys: ["after", "severity"]),
      let after = section.required("after", example: "30m")?.value(.period),
      let written = section.required("severity", example: "critical"),
      let higher = written.value(Shape<Severity>.choice)
    else { return nil }
    guard higher > severity else {
      return written.unfit(
        "is `\(higher.rawValue)`, which is not above the rule's own severity",
        hint: "the rule has `severity: \(severity.rawValue)`")
    }
    return RuleDefinition.Escalation(after: after, severity: higher)
  }

  private static func labels(_ written: Written?) -> [String: String] {
    var labels: [String: String] = [:]
    for (key, value) in written?.section(keys: nil)?.all ?? [] {
      labels[key] = value.value(.text("a word, for example `team: waste`"))
    }
    return labels
  }
}

extension WrittenRule {
  /// The rule as the core evaluates it; `nil`, with a problem, when a condition or the summary is wrong.
  func compiled(_ problems: Problems) -> Rule? {
    do {
      return try Rule(definition)
    } catch {
      let written = section[error.field]
      // A text on one line is pointed at as an editor counts, any other within itself.
      let column = written?.column.map { $0 + error.column - 1 } ?? error.column
      problems.add(
        written?.place ?? place, "`\(error.field)`, column \(column): \(error.message)", hint: error.hint)
      return nil
    }
  }

  /// Reports names in `inhibited_by` that no rule has.
  func checkInhibition(among names: [String]) {
    for inhibitor in inhibitors where inhibitor.text?.isBlank == false {
      _ = inhibitor.value(.name("rules", among: names))
    }
  }
}

extension Shape<RuleDefinition.Scope> {
  /// What a rule is about that is not about assets.
  fileprivate static let scopes = Shape { text in
    RuleDefinition.Scope(per: text)
  } hint: { text in
    suggestion(for: text, among: RuleDefinition.Scope.perNames, otherwise: "write one of: ")
  }

  /// One kind of asset, or any.
  fileprivate static let kinds = Shape { text in
    text == "any" ? .anyKind : AssetKind(rawValue: text).map { .kind($0) }
  } hint: { text in
    suggestion(for: text, among: AssetKind.allCases.map(\.rawValue) + ["any"], otherwise: "write one of: ")
  }
}

extension Shape<String> {
  /// A condition as it was written; its language is checked later.
  fileprivate static let condition = Shape("a condition, for example `fill_level >= 80 %`") { text in
    text.isEmpty ? nil : text
  }

  fileprivate static let summary = Shape.text("a sentence, for example `\"{name}: {fill_level} full\"`")
}
