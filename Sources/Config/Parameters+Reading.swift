import Core
import Model

extension Parameters {
  /// Keys whose values must be numbers, in the unit that the key ends in.
  private static let numeric = Limits.numericKeys.union([
    "free_minutes", "empty_mm", "full_mm", "rated_w", "full_w", "wh_per_pulse", "litres_per_pulse",
    "interval_minutes", "energy_register", "probe", "depth",
  ])

  /// Reads `key=value;key=value`; `nil`, with problems, when something does not fit.
  init?(written text: String, at place: Place, _ problems: Problems) {
    var values: [String: String] = [:]
    var lastKey = ""
    var isGood = true
    func refuse(_ what: String, hint: String) {
      problems.add(place, what, hint: hint)
      isGood = false
    }
    for part in text.split(separator: ";") where !part.isEmpty {
      guard let equals = part.firstIndex(of: "=") else {
        // The rules of opening hours are separated by semicolons too.
        if lastKey == "active", let hours = values["active"] {
          values["active"] = hours + ";" + part
          continue
        }
        refuse(
          "parameter `\(String(part).shortened)` has no value",
          hint: "write `key=value;key=value`, for example `empty_mm=1500;full_mm=200`")
        continue
      }
      let key = part[..<equals].trimmed
      let value = part[part.index(after: equals)...].trimmed
      lastKey = key
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
    for list in Limits.lists {
      guard let text = self[list.key], list.values(text) == nil else { continue }
      let count = "\(list.count.upperBound) numbers\(list.count.count > 1 ? " at most" : "")"
      let span = "from \(Int(list.range.lowerBound)) to \(Int(list.range.upperBound))"
      problems.add(
        place, "parameter `\(list.key)` is `\(text.shortened)`",
        hint: "write \(count) \(span) that grow, with commas between them")
      makesSense = false
    }
    for (key, words) in Limits.choices.sorted(by: { $0.key < $1.key }) {
      guard let word = self[key], !words.contains(word) else { continue }
      problems.add(
        place, "parameter `\(key)` is `\(word.shortened)`",
        hint: "it is one of \(words.joined(separator: ", "))")
      makesSense = false
    }
    if let plan = self["dimming"], DimmingPlan(plan) == nil {
      problems.add(
        place, "parameter `dimming` is `\(plan.shortened)`",
        hint: "write hours and a level in percent, for example `dimming=22:00-05:00 70`")
      makesSense = false
    }
    if let hours = self["active"] {
      do throws(OpeningHoursError) {
        _ = try OpeningHours(hours)
      } catch {
        problems.add(place, "parameter `active`: \(error.what)", hint: error.hint)
        makesSense = false
      }
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

extension Parameters {
  private static let fieldPrefix = "field."

  /// Whether some say what names mean: ``takeFields(at:_:)`` takes them.
  var hasFields: Bool { values.keys.contains { $0.hasPrefix(Self.fieldPrefix) } }

  /// Takes out `field.NAME=QUANTITY UNIT`, which is the device's and not the asset's; reports what can't be
  /// read.
  mutating func takeFields(at place: Place, _ problems: Problems) -> [Field] {
    guard hasFields else { return [] }
    let prefix = Self.fieldPrefix
    var written: [(String, String)] = []
    for (key, value) in values.sorted(by: { $0.key < $1.key }) where key.hasPrefix(prefix) {
      written.append((String(key.dropFirst(prefix.count)), value))
      values[key] = nil
    }
    return [Field](written) { problems.add(place, "parameter `field.\($0)` " + $1, hint: $2) }
  }
}

extension [Field] {
  /// Reads pointers and what they mean.
  /// - Parameters:
  ///   - written: the pointers with their meanings.
  ///   - report: told the pointer of each that can't be used, what is wrong, and what would be right.
  init(_ written: [(pointer: String, meaning: String)], report: (String, String, String) -> Void) {
    self = []
    for (pointer, meaning) in written {
      do throws(FieldError) {
        let field = try Field(pointer, means: meaning)
        if contains(where: { $0.quantity == field.quantity }) {
          report(
            pointer, "names `\(field.quantity.name)`, which another field names already", "keep one of them")
        } else {
          append(field)
        }
      } catch {
        report(pointer, error.what, error.hint)
      }
    }
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
