import Model

/// A condition whose duration a rule asks for.
struct HeldCondition: Sendable {
  /// The same for the same condition.
  let id: UInt64
  let program: Program
}

/// Since when conditions have been true.
struct HeldConditions: Sendable {
  /// The conditions of each kind, by its index.
  private(set) var conditions = [[HeldCondition]](repeating: [], count: AssetKind.allCases.count)
  private var times: [Key: Timestamp] = [:]

  private struct Key: Hashable {
    let condition: UInt64
    let asset: Int
  }

  /// Follows `condition` for the assets of `kind`.
  mutating func follow(_ kind: AssetKind, _ condition: HeldCondition) {
    guard !conditions[kind.index].contains(where: { $0.id == condition.id }) else { return }
    conditions[kind.index].append(condition)
  }

  /// Since when the condition has been true of the asset; `nil` when it is not.
  func since(_ condition: UInt64, asset: Int) -> Timestamp? {
    times[Key(condition: condition, asset: asset)]
  }

  /// The condition's truth at `at`; an unknown one changes nothing.
  mutating func note(_ condition: UInt64, asset: Int, truth: Double, at: Timestamp) {
    let key = Key(condition: condition, asset: asset)
    if truth == Truth.no { times[key] = nil }
    if truth == Truth.yes, times[key] == nil { times[key] = at }
  }
}

extension HeldConditions {
  private var all: Set<UInt64> { Set(conditions.joined().map(\.id)) }

  func write(to writer: inout ImageWriter) {
    writer.write(Array(all))
    writer.write(times.count)
    for (key, since) in times {
      writer.write(key.condition)
      writer.write(key.asset)
      writer.write(since)
    }
  }

  /// - Returns: the conditions that the image knows of.
  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping
  ) throws(ImageError) -> Set<UInt64> {
    let known = Set(try reader.read(arrayOf: UInt64.self))
    let wanted = all
    for _ in 0..<(try reader.read(Int.self)) {
      let condition: UInt64 = try reader.read()
      let asset: Int = try reader.read()
      let since: Timestamp = try reader.read()
      guard wanted.contains(condition), let asset = mapping.asset(asset) else { continue }
      times[Key(condition: condition, asset: asset)] = since
    }
    return known
  }
}
