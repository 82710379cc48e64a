extension Shape<String> {
  /// An MQTT topic filter, as in section 4.7 of MQTT 3.1.1: `+` stands for one whole level, `#` for all
  /// levels from there on.
  static let topicFilter = Shape(
    "an MQTT topic filter: `+` alone for one level, `#` alone at the end for all the rest, for example"
      + " `\"v3/+/devices/+/up\"`"
  ) { text in
    guard isTopic(text) else { return nil }
    let levels = text.split(separator: "/", omittingEmptySubsequences: false)
    let isFilter =
      levels.allSatisfy { $0 == "+" || $0 == "#" || !$0.contains { $0 == "+" || $0 == "#" } }
      && !levels.dropLast().contains("#")
    return isFilter ? text : nil
  }

  /// An MQTT topic to publish to, in which `{asset}` and the like are filled in.
  static let topicTemplate = Shape(
    "an MQTT topic without `+` and `#`, in which {asset}, {district}, {rule} and {severity} are filled in,"
      + " for example `\"belfry/alerts/{asset}\"`"
  ) { text in
    var rest = text
    for placeholder in ["{asset}", "{district}", "{rule}", "{severity}"] {
      rest = rest.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: "x")
    }
    return isTopic(text) && !rest.contains { "+#{}".contains($0) } ? text : nil
  }

  private static func isTopic(_ text: String) -> Bool {
    (1...65_535).contains(text.utf8.count) && !text.hasControlCharacters
  }
}
