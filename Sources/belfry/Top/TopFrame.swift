import Model
import Wire

/// One frame of `belfry top`: alerts first, then the city kind by kind, then how the daemon is doing.
struct TopFrame {
  var picture: CityPicture
  var now: Timestamp
  var appearance: Appearance

  /// The frame as lines; they never exceed `columns` and `rows`, of which `nil` means as many as it takes.
  func lines(columns: Int?, rows: Int?) -> [String] {
    let city = cityLines(columns)
    var health = healthLines(columns)
    if let rows, rows - city.count - health.count < Self.alertRowsMin + 4 {
      // The alerts come first: what the daemon does has a line for each part, and the rings are let go.
      health = healthLines(columns, isShort: true)
    }
    // Two blank lines and the heading; what is left is for alerts, at least three lines of them.
    let room = rows.map { max($0 - city.count - health.count - 4, 3) }
    let all = [heading(columns)] + alertLines(columns, room) + [""] + city + [""] + health
    guard let rows else { return all }
    let padding = Array(repeating: "", count: max(rows - all.count - 1, 0))
    return Array((all + padding).prefix(rows - 1)) + [footer(columns)]
  }

  /// The least rows for alerts, with their heading, that the rest is made shorter for.
  private static let alertRowsMin = 8

  private func heading(_ columns: Int?) -> String {
    let clock = TimeText.clock(now)
    let alerts = StatusText(status: picture.status, now: now, appearance: appearance).alerts
    let left = "\(picture.status.city.printable)  \(alerts)"
    guard let columns else { return "\(left)  \(clock)" }
    let room = max(columns - clock.displayWidth - 1, 0)
    return appearance.paint(left.cut(to: room, appearance).padded(to: room), .strong) + " "
      + appearance.paint(clock, .quiet)
  }

  private func alertLines(_ columns: Int?, _ room: Int?) -> [String] {
    guard !picture.alerts.isEmpty else { return [appearance.paint("no alerts", .good)] }
    let alerts = picture.alerts
    let capacity = room.map { $0 - 1 } ?? alerts.count
    let shown = alerts.count <= capacity ? alerts[...] : alerts.prefix(max(capacity - 1, 1))
    let table = Table(alerts: Array(shown), showsIDs: false, now: now, appearance)
    let hidden = alerts.count - shown.count
    let more = hidden > 0 ? [appearance.paint("and \(NumberText.count(hidden)) more", .quiet)] : []
    return table.lines(width: columns, appearance) + more
  }

  private func cityLines(_ columns: Int?) -> [String] {
    let kinds = KindOverview.all(of: picture.assets, appearance)
    let table = Table(
      columns: [
        .init(title: "CITY"), .init(title: "TOTAL", alignment: .right, rank: 2),
        .init(title: "OK", alignment: .right), .init(title: "ALERT", alignment: .right),
        .init(title: "SILENT", alignment: .right), .init(title: "UNKNOWN", alignment: .right, rank: 3),
        .init(title: "", minimum: 22, rank: 1),
      ],
      rows: kinds.map { kind in
        func count(_ state: AssetObject.State, _ tone: Tone) -> Table.Cell {
          kind[state] == 0
            ? .init(appearance.none, .quiet) : .init(NumberText.count(kind[state]), tone)
        }
        return [
          .init(kind.kind.plural), .init(NumberText.count(kind.total)), count(.ok, .good),
          count(.alert, .critical), count(.silent, .warning), count(.unknown, .quiet),
          .init(parts: kind.highlight),
        ]
      })
    return table.lines(width: columns, appearance)
  }

  private func healthLines(_ columns: Int?, isShort: Bool = false) -> [String] {
    let text = StatusText(status: picture.status, now: now, appearance: appearance)
    let ingest = picture.status.ingest
    let counts =
      "\(text.rate), lag \(text.lag), \(NumberText.count(ingest.received)) received, "
      + "\(NumberText.count(ingest.committed)) committed"
    var fields = Fields()
    fields.add("ingest", counts)
    fields.add("", text.rejected, .warning)
    if !isShort { fields.add("rings", text.rings) }
    for (index, broker) in picture.status.brokers.enumerated() {
      fields.add(index == 0 ? "broker" : "", text.text(of: broker), broker.connected ? .good : .critical)
    }
    guard isShort, let columns else { return fields.lines(width: columns, appearance) }
    return fields.cutLines(width: columns, appearance)
  }

  private func footer(_ columns: Int?) -> String {
    let width = columns ?? .max
    if let problem = picture.problem {
      return appearance.paint("NOT CURRENT: \(problem)".printable.cut(to: width, appearance), .critical)
    }
    return appearance.paint("q quits".cut(to: width, appearance), .quiet)
  }
}
