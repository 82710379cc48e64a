import Model

/// Reads holidays: CSV with the header `from,to,kind,name`, where `to` may be empty for a single day.
struct HolidayTable {
  private static let header = ["from", "to", "kind", "name"]

  static func read(_ file: InputFile, _ problems: Problems) -> [LocalCalendar.Holiday] {
    var rows = CSVRows(file.bytes)
    var row = CSVRow()
    guard rows.read(into: &row), (0..<row.count).map({ row.text($0) }) == header else {
      problems.add(
        Place(file: file.path, line: 1), "the first line is no header of holidays",
        hint: "begin with `\(header.joined(separator: ","))`")
      return []
    }
    var holidays: [LocalCalendar.Holiday] = []
    while rows.read(into: &row) {
      if row.isBlank { continue }
      switch holiday(row) {
      case .success(let holiday): holidays.append(holiday)
      case .failure(let error):
        problems.add(Place(file: file.path, line: row.line), error.what, hint: error.hint)
      }
    }
    return holidays
  }

  private struct Mistake: Error {
    let what: String
    let hint: String
  }

  private static func holiday(_ row: CSVRow) -> Result<LocalCalendar.Holiday, Mistake> {
    guard row.count == header.count else {
      return .failure(
        Mistake(
          what: "the row has \(row.count) cells instead of \(header.count)",
          hint: "write for example `2026-07-21,,public,Fête nationale`"))
    }
    let cells = (0..<row.count).map { row.text($0) ?? "" }
    guard let from = CivilDate(iso8601: cells[0]) else { return .failure(notADay(cells[0])) }
    guard let to = cells[1].isEmpty ? from : CivilDate(iso8601: cells[1]) else {
      return .failure(notADay(cells[1]))
    }
    guard from <= to, to.daysSinceEpoch - from.daysSinceEpoch < 366 else {
      return .failure(
        Mistake(
          what: "the holidays from \(from) to \(to) are no stretch of days",
          hint: "they end on the day they begin or later, within a year"))
    }
    guard let kind = LocalCalendar.Holiday.Kind(rawValue: cells[2]) else {
      return .failure(
        Mistake(
          what: "there is no kind of holidays `\(cells[2].shortened)`",
          hint: suggestion(
            for: cells[2], among: LocalCalendar.Holiday.Kind.allCases.map(\.rawValue),
            otherwise: "write one of: ")))
    }
    return .success(LocalCalendar.Holiday(days: from...to, kind: kind, name: cells[3]))
  }

  private static func notADay(_ text: String) -> Mistake {
    Mistake(what: "`\(text.shortened)` is not a day", hint: "write for example `2026-07-21`")
  }
}
