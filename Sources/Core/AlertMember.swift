public import Model

/// An asset that an alert of a district is about, as it is now.
public struct AlertMember: Sendable {
  /// The asset, by index.
  public let asset: Int
  /// Whether it is one of those that the rule counts; `nil` when that is not known.
  public let counts: Bool?
  /// What the rule looks at.
  public let readings: [LiveValue]
}

extension City {
  /// The assets that an alert of a district is about, as they are at `now`: first those that its rule counts, then the
  /// others, then those of which it is not known; within them the greatest values first. None for other alerts.
  public borrowing func members(of alert: Alert, at now: Timestamp) -> [AlertMember] {
    guard rules.rules.indices.contains(alert.rule), rules.rules[alert.rule].subject == .district,
      let district = state.districts.index(of: alert.subject)
    else { return [] }
    var members: [AlertMember] = []
    var seen: Set<Int32> = []
    for aggregate in rules.rules[alert.rule].when.functions.compactMap(\.aggregate) {
      for asset in state.districts.assets(of: aggregate.kind, in: district) where seen.insert(asset).inserted
      {
        members.append(member(Int(asset), aggregate, now))
      }
    }
    return members.sorted { a, b in
      (a.rank, -a.greatest, a.asset) < (b.rank, -b.greatest, b.asset)
    }
  }

  private borrowing func member(_ asset: Int, _ aggregate: Aggregate, _ now: Timestamp) -> AlertMember {
    let truth = aggregate.condition?.evaluate(state, asset: asset, now: now) ?? Truth.yes
    let readings = liveValues(asset, at: now).filter {
      aggregate.quantities.contains(QuantitySet($0.quantity))
    }
    // What counts without a condition counts by its value.
    let isKnown = !truth.isNaN && (aggregate.quantity == nil || !readings.isEmpty)
    return AlertMember(asset: asset, counts: isKnown ? truth == Truth.yes : nil, readings: readings)
  }
}

extension AlertMember {
  fileprivate var rank: Int { counts.map { $0 ? 0 : 1 } ?? 2 }
  fileprivate var greatest: Double { readings.first?.value ?? -.infinity }
}
