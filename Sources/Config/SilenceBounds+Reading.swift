import Model

extension SilenceBounds {
  /// What `limits:` says.
  init(_ section: Section?) {
    let floor = section?["silence_floor"]?.value(.duration) ?? Self.usual.floor
    let ceiling = section?["silence_ceiling"]?.value(.duration) ?? Self.usual.ceiling
    if floor > ceiling {
      section?.report(
        "has a `silence_floor` above its `silence_ceiling`",
        hint: "make `silence_ceiling` at least `silence_floor`, for example `3d` and `5m`")
    }
    self.init(floor: floor, ceiling: max(floor, ceiling))
  }

  static let keys = ["silence_floor", "silence_ceiling"]
}
