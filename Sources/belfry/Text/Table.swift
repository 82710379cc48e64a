/// Rows under headings, made to fit the width there is: columns shrink, then leave.
struct Table {
  /// A column and what it gives up when there is too little room.
  struct Column {
    var title: String
    var alignment = Alignment.left
    /// The columns it can shrink to; `nil` for one that is never cut.
    var minimum: Int?
    /// The order in which columns leave: the highest first, 0 never.
    var rank = 0
  }

  /// One entry.
  struct Cell {
    var text: String
    var tone: Tone

    init(_ text: String, _ tone: Tone = .plain) {
      self.text = text.printable
      self.tone = tone
    }
  }

  /// The columns from left to right.
  var columns: [Column]
  /// The rows; each has a cell for every column.
  var rows: [[Cell]] = []
  /// Spaces between columns.
  static let gap = 2

  /// The table as lines, headings first.
  ///
  /// They fit `width` columns of a terminal; `nil` means as many as it takes.
  func lines(width: Int?, _ appearance: Appearance) -> [String] {
    let layout = layout(width: width)
    let headings = columns.map { Cell($0.title, .quiet) }
    return ([headings] + rows).map { line($0, layout, appearance) }
  }

  /// The columns that stay and how wide they are, from left to right.
  func layout(width: Int?) -> [(column: Int, width: Int)] {
    let natural = columns.indices.map { column in
      rows.reduce(columns[column].title.displayWidth) { max($0, $1[column].text.displayWidth) }
    }
    guard let width else { return columns.indices.map { ($0, natural[$0]) } }
    let least = columns.indices.map { min(natural[$0], columns[$0].minimum ?? natural[$0]) }
    var kept = Array(columns.indices)
    func needed() -> Int { kept.reduce(-Self.gap) { $0 + least[$1] + Self.gap } }
    while needed() > width, let leaving = kept.max(by: { columns[$0].rank < columns[$1].rank }),
      columns[leaving].rank > 0
    {
      kept.removeAll { $0 == leaving }
    }
    var spare = max(width - needed(), 0)
    var widths = least
    for column in kept.sorted(by: { columns[$0].rank < columns[$1].rank }) {
      let growth = min(spare, natural[column] - least[column])
      widths[column] += growth
      spare -= growth
    }
    return kept.map { ($0, widths[$0]) }
  }

  private func line(
    _ cells: [Cell], _ layout: [(column: Int, width: Int)], _ appearance: Appearance
  ) -> String {
    let gap = String(repeating: " ", count: Self.gap)
    var line = ""
    for (position, place) in layout.enumerated() {
      let cell = cells[place.column]
      let text = cell.text.cut(to: place.width, appearance)
      let padded = text.padded(to: place.width, columns[place.column].alignment)
      // The last column is not filled up: a line that fits must not wrap when it is copied.
      let isLast = position == layout.count - 1 && columns[place.column].alignment == .left
      line += appearance.paint(isLast ? text : padded, cell.tone) + (position == layout.count - 1 ? "" : gap)
    }
    return line
  }
}
