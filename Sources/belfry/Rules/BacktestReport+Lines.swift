import Model
import Wire

extension BacktestReport {
  /// Subjects and alerts that are named in text.
  private static let namesShown = 3

  /// What people read; lines of at most `width` columns.
  func lines(width: Int?, _ appearance: Appearance) -> [String] {
    let span = TimeText.span(to.timestamp - from.timestamp)
    let heading =
      "\(span) up to \(TimeText.date(to.timestamp)), \(NumberText.count(uplinks, "message")), "
      + "\(NumberText.count(readings, "reading"))"
    var lines = [heading] + table(here, width, appearance)
    if let there { lines += table(there, width, appearance) }
    for difference in differences ?? [] { lines += text(difference, width ?? .max, appearance) }
    return lines
  }

  private func table(_ side: Side, _ width: Int?, _ appearance: Appearance) -> [String] {
    let table = Table(
      columns: [
        .init(title: "RULE", minimum: 16), .init(title: "ALERTS", alignment: .right),
        .init(title: "OPEN", alignment: .right, rank: 3), .init(title: "ASSETS", alignment: .right),
        .init(title: "NOTIFIED", alignment: .right), .init(title: "FIRING", alignment: .right, rank: 1),
        .init(title: "LONGEST", alignment: .right, rank: 2),
        .init(title: "MOST OFTEN", minimum: 14, rank: 4),
      ],
      rows: side.rules.map { rule in
        [
          .init(rule.rule, .strong), .init(NumberText.count(rule.alerts)), .init(NumberText.count(rule.open)),
          .init(NumberText.count(rule.assets)), .init(NumberText.count(rule.notifications)),
          .init(TimeText.span(.seconds(rule.firingSeconds))),
          .init(TimeText.span(.seconds(rule.longestSeconds))),
          .init(
            parts: rule.most.prefix(Self.namesShown).map { "\($0.asset) \(NumberText.count($0.alerts))x" }),
        ]
      })
    return ["", appearance.paint(side.file.printable, .quiet)] + table.lines(width: width, appearance)
  }

  private func text(_ difference: Difference, _ width: Int, _ appearance: Appearance) -> [String] {
    let name =
      difference.rule == difference.other
      ? difference.rule : "\(difference.rule) and \(difference.other)"
    let sentence =
      "\(name): \(NumberText.count(difference.both, "alert")) in both, "
      + "\(NumberText.count(difference.onlyHere.count)) only in \(here.file), "
      + "\(NumberText.count(difference.onlyThere.count)) only in \(there?.file ?? "")"
    func examples(_ items: [Difference.Item], _ sign: String) -> [String] {
      let shown = items.prefix(Self.namesShown).map {
        "  \(sign) \($0.asset), fired \(TimeText.date($0.firedAt.timestamp))"
      }
      let rest = items.count - shown.count
      return shown + (rest > 0 ? ["  \(sign) and \(NumberText.count(rest)) more"] : [])
    }
    let lines = examples(difference.onlyHere, "+") + examples(difference.onlyThere, "-")
    return [""] + sentence.printable.wrapped(to: width, appearance)
      + lines.map { $0.printable.cut(to: width, appearance) }
  }
}
