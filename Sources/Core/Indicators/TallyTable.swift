import Model

/// The tallies of an indicator at one moment or for one day: one for each scope and aggregate.
struct TallyTable: Sendable {
  private var tallies: [Tally]
  private let width: Int

  init(scopes: Int, inputs: Int) {
    tallies = Array(repeating: Tally(), count: scopes * inputs)
    width = inputs
  }

  /// The tallies of a scope, by aggregate.
  subscript(scope: Int) -> ArraySlice<Tally> { tallies[scope * width..<(scope + 1) * width] }

  /// Adds what an asset contributes to `input`, for the city and for its own scope, if that has tallies.
  mutating func add(_ tally: Tally, input: Int, scope: Int) {
    tallies[input].add(tally)
    let own = scope * width + input
    if scope > 0, own < tallies.count { tallies[own].add(tally) }
  }

  /// Adds what another table of the same shape has gathered.
  mutating func add(_ other: TallyTable) {
    for index in tallies.indices { tallies[index].add(other.tallies[index]) }
  }
}
