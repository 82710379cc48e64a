/// Cells as one line of comma-separated values without its end, in quotes where they must be.
///
/// Source: RFC 4180.
public func csvLine(_ cells: some Sequence<String>) -> String {
  cells.map { cell in
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
    let parts = cell.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    return "\"" + parts.map { String(Substring($0)) }.joined(separator: "\"\"") + "\""
  }.joined(separator: ",")
}
