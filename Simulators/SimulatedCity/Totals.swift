/// How many messages there were, and what became of them.
///
/// At any time `uplinks - unheard - lost + duplicated + joins == published + pending`.
public struct Totals: Hashable, Sendable {
  /// Transmissions of devices that carry measurements.
  public internal(set) var uplinks = 0
  /// Of them, those that no gateway heard, because it was down.
  public internal(set) var unheard = 0
  /// Of them, those that never arrive.
  public internal(set) var lost = 0
  /// Of them, those that arrive twice.
  public internal(set) var duplicated = 0
  /// Of them, those that are delivered late.
  public internal(set) var late = 0
  /// Of them, those that arrive broken.
  public internal(set) var malformed = 0
  /// Join messages, one for each rejoin.
  public internal(set) var joins = 0
  /// Messages that came out of the simulation.
  public internal(set) var published = 0
  /// Messages that are under way.
  public internal(set) var pending = 0

  /// One line of JSON without the line's end: the last of a record of truth.
  public var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("event", "totals")
      json.integer("uplinks", uplinks)
      json.integer("unheard", unheard)
      json.integer("lost", lost)
      json.integer("duplicated", duplicated)
      json.integer("late", late)
      json.integer("malformed", malformed)
      json.integer("joins", joins)
      json.integer("published", published)
      json.integer("pending", pending)
    }
    return json.bytes
  }
}
