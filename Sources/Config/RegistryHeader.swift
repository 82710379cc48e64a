/// Which column of a CSV file holds what.
struct RegistryHeader {
  /// A header with everything.
  static let example = names.joined(separator: ",")

  private static let names = RegistryEntry.Column.allCases.map(\.name)

  /// The fields that the file has, by column.
  let columns: [(field: RegistryEntry.Column, column: Int)]
  /// How many cells each row must have.
  let columnCount: Int

  /// Reads the first row; `nil`, with problems, when its names are not the registry's.
  init?(_ row: CSVRow, file: String, _ problems: Problems) {
    let place = Place(file: file, line: row.line)
    var columns: [(field: RegistryEntry.Column, column: Int)] = []
    var isGood = true
    func refuse(_ what: String, hint: String) {
      problems.add(place, what, hint: hint)
      isGood = false
    }
    let written = (0..<row.count).map { row.text($0) ?? "" }
    if !written.contains(where: Self.names.contains) {
      let isSeparatedBySemicolons = row.count == 1 && written[0].contains(";")
      problems.add(
        place,
        isSeparatedBySemicolons ? "the cells are separated by semicolons" : "the first line is no header",
        hint: isSeparatedBySemicolons ? "separate them by commas" : "begin with `\(Self.example)`")
      return nil
    }
    for (column, name) in written.enumerated() {
      if let field = RegistryEntry.Column.allCases.first(where: { $0.name == name }) {
        if columns.contains(where: { $0.field == field }) {
          refuse("two columns `\(name)`", hint: "keep one")
        }
        columns.append((field, column))
      } else {
        refuse(
          "unknown column `\(name.shortened)`",
          hint: suggestion(for: name, among: Self.names, otherwise: "known columns: "))
      }
    }
    for field in [RegistryEntry.Column.asset, .kind]
    where isGood && !columns.contains(where: { $0.field == field }) {
      refuse("there is no column `\(field.name)`", hint: "begin with `\(Self.example)`")
    }
    guard isGood else { return nil }
    self.columns = columns
    self.columnCount = row.count
  }
}
