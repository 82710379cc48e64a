import Core
import Model

/// An indicator with the places of its parts in the file, so that what is wrong in its value can be pointed
/// at.
struct WrittenIndicator {
  let definition: IndicatorDefinition
  let place: Place
  private let section: Section?

  /// The indicators of one file that are well-formed; each other one is a problem.
  static func indicators(in file: InputFile, _ problems: Problems) -> [WrittenIndicator] {
    let example = "- indicator: …"
    guard let root = Written(file, problems)?.section(keys: ["indicators"]) else { return [] }
    return root.required("indicators", example: example)?.list(example: example).compactMap { written in
      written.section(keys: keys).flatMap { WrittenIndicator($0) }
    } ?? []
  }

  private static let keys = [
    "indicator", "title", "dimension", "per", "value", "every", "over", "entered", "hours", "unit", "target",
    "standard", "max_age", "final_after", "min_coverage", "min_events",
  ]

  private init?(_ section: Section) {
    let name = section.required("indicator", example: "containers-above-80")?
      .value(.text("a name, for example `containers-above-80`"))
    let dimension = section.required("dimension", example: "environment")?
      .value(Shape<CityDimension>.choice)
    let unit = section.required("unit", example: "\"%\"")?.value(.text("a unit (UCUM), for example `\"%\"`"))
    let timing = Self.timing(section)
    let value = Self.value(section, timing)
    guard let name, let dimension, let unit, let timing, let value else { return nil }
    var definition = IndicatorDefinition(
      name: name, dimension: dimension, timing: timing, value: value, unit: unit)
    if let title = section["title"]?.value(.text("what a citizen reads")) { definition.title = title }
    definition.isPerDistrict = Self.isPerDistrict(section["per"])
    if let hours = Self.hours(section["hours"], timing) { definition.hours = hours }
    if let age = section["max_age"]?.value(.period) { definition.maxAge = age }
    if let duration = section["final_after"]?.value(.duration) { definition.finalAfter = duration }
    if let share = section["min_coverage"]?.value(.share) { definition.leastCoverage = share }
    if let count = section["min_events"]?.value(.whole(0...1_000_000, example: 10)) {
      definition.leastEvents = count
    }
    definition.target = section["target"].flatMap(Self.target)
    for (key, value) in section["standard"]?.section(keys: nil)?.all ?? [] {
      definition.standards[key] = value.value(.text("its name or number there"))
    }
    self.definition = definition
    self.place = section.place
    self.section = section
  }

  private static func timing(_ section: Section) -> IndicatorDefinition.Timing? {
    let written = [section["every"], section["over"], section["entered"]]
    guard written.count(where: { $0 != nil }) == 1 else {
      section.report(
        "needs exactly one of `every`, `over` and `entered`",
        hint: "write for example `every: 15m`, `over: day`, or `entered: true` for values that people enter")
      return nil
    }
    if let every = section["every"] { return every.value(.step).map { .every($0) } }
    if let over = section["over"] {
      return over.value(.name("periods", among: LocalCalendar.Period.allCases.map(\.rawValue)))
        .flatMap(LocalCalendar.Period.init).map { .over($0) }
    }
    return section["entered"]?.value(.name("values", among: ["true"])).map { _ in .entered }
  }

  private static func value(_ section: Section, _ timing: IndicatorDefinition.Timing?) -> String? {
    guard timing == .entered else {
      return section.required("value", example: "share(container where fill_level >= 80 %)")?
        .value(.text("what is computed, for example `share(container where fill_level >= 80 %)`"))
    }
    guard let value = section["value"] else { return "" }
    return value.unfit("is computed, but `entered` says that people enter it", hint: "remove one of them")
  }

  private static func isPerDistrict(_ written: Written?) -> Bool {
    let scopes = written?.list(atLeast: 1, example: "[city, district]").map { scope in
      scope.value(.name("scopes", among: ["city", "district"]))
    }
    return scopes?.contains("district") ?? false
  }

  private static func hours(
    _ written: Written?, _ timing: IndicatorDefinition.Timing?
  ) -> IndicatorDefinition.Hours? {
    guard let written else { return nil }
    guard case .over? = timing else {
      return written.unfit("says which hours of a period count", hint: "use it with `over`, or remove it")
    }
    if written.text == "active" { return .active }
    guard let text = written.text else { return written.value(.text("opening hours")).flatMap { _ in nil } }
    do throws(OpeningHoursError) {
      return .fixed(try OpeningHours(text))
    } catch {
      return written.unfit("is `\(text.shortened)`: \(error.what)", hint: error.hint)
    }
  }

  private static func target(_ written: Written) -> IndicatorTarget? {
    guard let section = written.section(keys: ["at_most", "at_least", "by", "baseline"]) else { return nil }
    let number = Shape.text("a number with its unit, for example `10 %`")
    let most = section["at_most"]?.value(number)
    let least = section["at_least"]?.value(number)
    guard most != nil || least != nil else {
      return written.unfit(
        "has neither `at_most` nor `at_least`", hint: "add one, for example `at_most: 10 %`")
    }
    let start = section["baseline"]?.section(keys: ["value", "at"])
    let value = start?.required("value", example: "16 %")?.value(number)
    let at = start?.required("at", example: "2026-01-01")?.value(.date)
    let baseline: IndicatorTarget.Baseline? =
      if let value, let at { IndicatorTarget.Baseline(value: value, at: at) } else { nil }
    return IndicatorTarget(
      atMost: most, atLeast: least, by: section["by"]?.value(.date),
      baseline: baseline)
  }
}

extension WrittenIndicator {
  /// The indicator as the core computes it; `nil`, with a problem, when its value or target is wrong.
  func compiled(_ problems: Problems) -> Indicator? {
    do throws(RuleError) {
      return try Indicator(definition)
    } catch {
      let written = part(error.field)
      // A text on one line is pointed at as an editor counts, any other within itself.
      let column = written?.column.map { $0 + error.column - 1 } ?? error.column
      problems.add(
        written?.place ?? place, "`\(error.field)`, column \(column): \(error.message)", hint: error.hint)
      return nil
    }
  }

  /// What was written under keys with points between them.
  private func part(_ path: String) -> Written? {
    let keys = path.split(separator: ".").map(String.init)
    let innermost = keys.dropLast().reduce(section) { section, key in section?[key]?.section(keys: nil) }
    return keys.last.flatMap { innermost?[$0] }
  }
}

extension Shape<Duration> {
  /// A step between values, from a minute to a day.
  fileprivate static let step = Shape(
    "a step from 1m to 1d that divides a day, for example `15m`"
  ) { text in
    guard let step = Duration(setting: text), step >= .seconds(60),
      86_400 % max(1, Int(step.inSeconds)) == 0
    else { return nil }
    return step
  }
}

extension Shape<Double> {
  /// A share, as a number from 0 to 1.
  fileprivate static let share = Shape("a share, for example `75 %`") { text in
    guard text.hasSuffix("%"), let percent = Double(text.dropLast().trimmed), (0...100).contains(percent)
    else { return nil }
    return percent / 100
  }
}

extension Shape<CivilDate> {
  /// A day.
  fileprivate static let date = Shape("a day, for example `2027-12-31`") { CivilDate(iso8601: $0) }
}
