/// Rows under headings, made to fit the width there is: columns shrink, then leave.
struct Table {
  /// Where text stands in its column; numbers and ages stand right.
  enum Alignment: Sendable {
    case left, right
  }

  /// A column and what it gives up when there is too little room.
  struct Column {
    var title: String
    var alignment = Alignment.left
    /// The columns it can shrink to; `nil` for one that is not to be cut.
    var minimum: Int?
    /// The order in which columns leave: the highest first, 0 never.
    var rank = 0
  }

  /// One entry.
  struct Cell {
    /// What stands in it, with commas between; in a narrow column the last ones leave, since half a number
    /// would be a wrong number.
    private let parts: [String]
    let tone: Tone

    init(_ text: String, _ tone: Tone = .plain) {
      self.init(parts: [text], tone)
    }

    init(parts: [String], _ tone: Tone = .plain) {
      self.parts = parts.map(\.printable)
      self.tone = tone
    }

    /// All of it.
    var text: String { parts.joined(separator: ", ") }

    /// As much of it as `width` columns hold.
    func text(in width: Int, _ appearance: Appearance) -> String {
      var count = parts.count
      while count > 1, parts.prefix(count).joined(separator: ", ").displayWidth > width { count -= 1 }
      return parts.prefix(count).joined(separator: ", ").cut(to: width, appearance)
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
    // In a terminal narrower than what is never cut, a wrapped line would be worse than a cut one.
    var excess = max(needed() - width, 0)
    for column in kept.reversed() {
      let loss = min(excess, max(widths[column] - 1, 0))
      widths[column] -= loss
      excess -= loss
    }
    return kept.map { ($0, widths[$0]) }
  }

  private func line(
    _ cells: [Cell], _ layout: [(column: Int, width: Int)], _ appearance: Appearance
  ) -> String {
    var line = layout.map { place in
      let cell = cells[place.column]
      let text = cell.text(in: place.width, appearance)
      let space = String(repeating: " ", count: max(place.width - text.displayWidth, 0))
      let painted = appearance.paint(text, cell.tone)
      return columns[place.column].alignment == .left ? painted + space : space + painted
    }.joined(separator: String(repeating: " ", count: Self.gap))
    while line.last == " " { line.removeLast() }
    return line
  }
}
