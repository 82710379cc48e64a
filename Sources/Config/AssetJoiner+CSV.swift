import Model

extension AssetJoiner {
  /// Reads a CSV file whose first row names the columns, in any order.
  mutating func read(csv file: InputFile) {
    var rows = CSVRows(file.bytes)
    var row = CSVRow()
    guard rows.read(into: &row) else {
      problems.add(
        Place(file: file.path, line: 1), "the file is empty",
        hint: "begin with `\(RegistryHeader.example)`")
      return
    }
    guard let header = RegistryHeader(row, file: file.path, problems) else { return }
    // A row of a real registry has about so many bytes: a million of them need not move again and again.
    reserve(rows: file.bytes.count / 120)
    var known = KnownCells()
    while rows.read(into: &row) {
      if row.isBlank { continue }
      let place = Place(file: file.path, line: row.line)
      if isWellFormed(row, header, place), let entry = entry(row, header, place, &known) { add(entry) }
    }
  }

  private func isWellFormed(_ row: CSVRow, _ header: RegistryHeader, _ place: Place) -> Bool {
    if row.isUnclosed {
      problems.add(place, "a quote that is opened here is never closed", hint: "close it")
    } else if row.hasStrayQuote {
      problems.add(
        place, "a quote inside a cell", hint: "put the whole cell in quotes, and write each quote in it twice"
      )
    } else if row.count != header.columnCount {
      problems.add(
        place, "the row has \(row.count) cells, the header \(header.columnCount)",
        hint: "write one comma between each two cells, and put cells that hold a comma in quotes")
    } else {
      return true
    }
    return false
  }

  /// What a row says; `nil`, with a problem, when it can't be used.
  private func entry(
    _ row: CSVRow, _ header: RegistryHeader, _ place: Place, _ known: inout KnownCells
  ) -> RegistryEntry? {
    guard known.cells.read(row, header, place, problems, &known.texts) else { return nil }
    let cells = known.cells
    var entry = RegistryEntry(place: place)
    entry.asset = cells[.asset]
    if entry.asset.isEmpty {
      problems.add(place, "the row names no asset", hint: "give the asset that the device reports for")
      return nil
    }
    if !cells[.kind].isEmpty {
      guard let kind = RegistryEntry.kind(cells[.kind], at: place, problems) else { return nil }
      entry.kind = kind
    }
    entry.name = cells[.name]
    entry.district = cells[.district]
    entry.location = RegistryEntry.location(
      latitude: cells[.latitude], longitude: cells[.longitude], at: place, problems)
    if !cells[.device].isEmpty {
      guard let device = RegistryEntry.identifier(device: cells[.device], at: place, problems) else {
        return nil
      }
      entry.device = device
    }
    entry.codec = cells[.codec]
    guard let (parameters, hasFields) = parameters(cells[.parameters], place, &known) else { return nil }
    entry.parameters = parameters
    if hasFields { entry.fields = entry.parameters.takeFields(at: place, problems) }
    return entry
  }

  /// Parameters as they are written; read once for all rows that have the same.
  private func parameters(
    _ written: String, _ place: Place, _ known: inout KnownCells
  ) -> (parameters: Parameters, hasFields: Bool)? {
    if let parameters = known.parameters[written] { return parameters }
    guard let parameters = Parameters(written: written, at: place, problems) else { return nil }
    let both = (parameters, parameters.hasFields)
    known.parameters[written] = both
    return both
  }
}

/// What the rows before have said and many say.
private struct KnownCells {
  var texts = SharedTexts()
  var parameters: [String: (parameters: Parameters, hasFields: Bool)] = [:]
  /// Those of the newest row: their room is used again.
  var cells = RegistryCells()
}

/// The cells of a row by their names.
private struct RegistryCells {
  private var texts = [String](repeating: "", count: RegistryEntry.Column.allCases.count)

  /// Takes the cells of a row as text.
  /// - Returns: false, with a problem, when one is none.
  mutating func read(
    _ row: CSVRow, _ header: RegistryHeader, _ place: Place, _ problems: Problems, _ known: inout SharedTexts
  ) -> Bool {
    // Nearly no row has any: looking once is enough then.
    let isSuspicious = row.hasControlCharacters
    for (field, column) in header.columns {
      let text = field.isShared ? row.text(column, among: &known) : row.text(column)
      guard let text else {
        problems.add(place, "\(field.name) is not UTF-8", hint: "save the file as \"CSV UTF-8\"")
        return false
      }
      guard !isSuspicious || !text.hasControlCharacters else {
        problems.add(place, "\(field.name) holds a line break or control character", hint: "remove it")
        return false
      }
      texts[field.rawValue] = text
    }
    return true
  }

  /// Empty when the cell is, or when there is no such column.
  subscript(field: RegistryEntry.Column) -> String { texts[field.rawValue] }
}
