import Model

extension Parameters {
  /// Keys whose values must be numbers, in the unit that the key ends in.
  private static let numeric: Set<String> = ["free_minutes", "empty_mm", "full_mm", "rated_w", "full_w"]

  /// Reads `key=value;key=value`; `nil`, with problems, when something does not fit.
  init?(written text: String, at place: Place, _ problems: Problems) {
    var values: [String: String] = [:]
    var isGood = true
    func refuse(_ what: String, hint: String) {
      problems.add(place, what, hint: hint)
      isGood = false
    }
    for part in text.split(separator: ";") where !part.isEmpty {
      guard let equals = part.firstIndex(of: "=") else {
        refuse(
          "parameter `\(String(part).shortened)` has no value",
          hint: "write `key=value;key=value`, for example `empty_mm=1500;full_mm=200`")
        continue
      }
      let key = part[..<equals].trimmed
      let value = part[part.index(after: equals)...].trimmed
      if key.isEmpty || value.isEmpty {
        refuse("parameter `\(String(part).shortened)` lacks its key or value", hint: "write `key=value`")
      } else if values.updateValue(value, forKey: key) != nil {
        refuse("parameter `\(key)` stands there twice", hint: "keep one")
      }
    }
    self.init(values)
    guard isGood, makesSense(at: place, problems) else { return nil }
  }

  /// Whether the values can mean what their keys say; reports those that cannot.
  func makesSense(at place: Place, _ problems: Problems) -> Bool {
    var makesSense = true
    for (key, value) in values.sorted(by: { $0.key < $1.key })
    where Self.numeric.contains(key) && number(key) == nil {
      problems.add(
        place, "parameter `\(key)` is `\(value.shortened)`",
        hint: "write a number with a point and without its unit, for example `\(key)=120`")
      makesSense = false
    }
    if let empty = number("empty_mm"), empty == number("full_mm") {
      problems.add(
        place, "`empty_mm` and `full_mm` are both \(empty)",
        hint: "give the distances that the sensor measures when the container is empty and when it is full")
      makesSense = false
    }
    return makesSense
  }
}

extension Substring {
  /// The text without the spaces around it.
  var trimmed: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
