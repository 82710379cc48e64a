/// One thing, described line by line: a label and what there is to say.
struct Fields {
  /// A label and its text.
  struct Row {
    var label: String
    var text: String
    var tone: Tone
  }

  private var rows: [Row] = []

  /// Adds a row; nothing for `nil`.
  mutating func add(_ label: String, _ text: String?, _ tone: Tone = .plain) {
    guard let text, !text.isEmpty else { return }
    rows.append(Row(label: label, text: text.printable, tone: tone))
  }

  /// The rows as one line each, cut to `width` columns.
  func cutLines(width: Int, _ appearance: Appearance) -> [String] {
    let labelWidth = (rows.map(\.label.displayWidth).max() ?? 0) + Table.gap
    return rows.map { row in
      appearance.paint(row.label.padded(to: labelWidth).cut(to: width, appearance), .quiet)
        + appearance.paint(row.text.cut(to: max(width - labelWidth, 0), appearance), row.tone)
    }
  }

  /// The rows as lines; what is too long goes on under itself.
  ///
  /// They fit `width` columns of a terminal; `nil` means as many as it takes.
  func lines(width: Int?, _ appearance: Appearance) -> [String] {
    let labelWidth = (rows.map(\.label.displayWidth).max() ?? 0) + Table.gap
    return rows.flatMap { row in
      let room = width.map { max($0 - labelWidth, 10) }
      let texts = room.map { row.text.wrapped(to: $0, appearance) } ?? [row.text]
      return texts.enumerated().map { index, text in
        let label = (index == 0 ? row.label : "").padded(to: labelWidth)
        return appearance.paint(label, .quiet) + appearance.paint(text, row.tone)
      }
    }
  }
}
