import ArgumentParser

/// What every verb that lists understands.
struct ListOptions: ParsableArguments {
  @Option(help: ArgumentHelp("At most this many.", valueName: "count"))
  var limit: Int?

  @Flag(help: "Show it again every two seconds, until Ctrl-C.")
  var watch = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }
}

extension ListOptions {
  /// Shows a list once, or again and again on a clear screen.
  func repeated(on console: Console, _ show: (Console) async throws -> Void) async throws {
    guard watch else { return try await show(console) }
    while true {
      try await show(console.clearing())
      try await Task.sleep(for: .seconds(2))
    }
  }
}

extension Console {
  /// Prints a list: the API's JSON, or a table made of the items, or `empty` when there are none.
  func print<Item>(_ listing: Listing<Item>, empty: String, table: ([Item]) -> Table) throws {
    if json { return try print(listing.json) }
    if clearsScreen { try write("\u{1B}[H\u{1B}[2J") }
    if listing.items.isEmpty { return try print([appearance.paint(empty, .quiet)]) }
    try print(table(listing.items).lines(width: width, appearance))
    if !listing.isComplete { try print([appearance.paint("more with a higher --limit", .quiet)]) }
  }
}
