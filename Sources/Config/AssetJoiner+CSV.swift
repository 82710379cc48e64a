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
    ReadAhead.run { [rows] put in
      var entries = RegistryEntries(rows, header, file: file.path)
      while let batch = entries.next() { put(batch) }
    } each: { batch in
      problems.add(batch.problems, omitted: batch.omittedProblems)
      for entry in batch.entries { add(entry) }
    }
  }
}

/// What the rows of a CSV file say, some thousand at a time.
private struct RegistryEntries {
  /// Good rows, and what is wrong with the others.
  struct Batch: Sendable {
    var entries: [RegistryEntry] = []
    var problems: [Problem] = []
    var omittedProblems = 0
  }

  private var rows: CSVRows
  private let header: RegistryHeader
  private let file: String
  private var row = CSVRow()
  private var known = KnownCells()

  private static let batchRows = 4096

  init(_ rows: CSVRows, _ header: RegistryHeader, file: String) {
    self.rows = rows
    self.header = header
    self.file = file
  }

  /// The next rows; `nil` when there are no more.
  mutating func next() -> Batch? {
    let problems = Problems()
    var batch = Batch()
    batch.entries.reserveCapacity(Self.batchRows)
    var count = 0
    while count < Self.batchRows, rows.read(into: &row) {
      count += 1
      if row.isBlank { continue }
      let place = Place(file: file, line: row.line)
      guard isWellFormed(place, problems), let entry = entry(place, problems) else { continue }
      batch.entries.append(entry)
    }
    batch.problems = problems.found
    batch.omittedProblems = problems.omitted
    return count > 0 ? batch : nil
  }

  private func isWellFormed(_ place: Place, _ problems: Problems) -> Bool {
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
  private mutating func entry(_ place: Place, _ problems: Problems) -> RegistryEntry? {
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
    guard let (parameters, hasFields) = parameters(cells[.parameters], place, problems) else { return nil }
    entry.parameters = parameters
    if hasFields { entry.fields = entry.parameters.takeFields(at: place, problems) }
    return entry
  }

  /// Parameters as they are written; read once for all rows that have the same.
  private mutating func parameters(
    _ written: String, _ place: Place, _ problems: Problems
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
