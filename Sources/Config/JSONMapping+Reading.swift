import Model

extension JSONMapping {
  /// What stands in a subscription beside `topic` and `format`, when the format is `json`.
  static let keys = ["device", "time", "fields"]

  /// Reads the mapping of a subscription; reports what is wrong.
  init(_ entry: Section, topic: String) {
    let device = entry["device"]?.value(.jsonPointer)
    let time = entry["time"]?.value(.jsonPointer)
    if entry["device"] == nil, !topic.contains("+"), !topic.contains("#") {
      entry.report(
        "has neither `device` nor a `+` in its topic",
        hint: "say what names the device: `device: /serial`, or a topic like `acme/+/up`")
    }
    self.init(device: device, time: time, fields: Self.readFields(entry))
  }

  /// Reports the keys of a mapping beside a format that has none.
  static func refuse(_ entry: Section, format: String) {
    for key in keys where entry[key] != nil {
      entry.report(
        "has `\(key)` beside the format `\(format)`", hint: "remove it: only the format `json` has it")
    }
  }

  private static func readFields(_ entry: Section) -> [Field] {
    let example = #"{/level: distance cm, /air/t: temperature}"#
    guard let written = entry.required("fields", example: example), let section = written.section(keys: nil)
    else { return [] }
    var fields: [(String, String)] = []
    for (pointer, value) in section.all {
      if let text = value.value(.text("a quantity and its unit, for example `distance cm`")) {
        fields.append((pointer, text))
      }
    }
    if section.all.isEmpty {
      written.report("is empty", hint: "write what the values mean, for example `\(example)`")
    }
    return [Field](fields) { pointer, what, hint in
      section.all.first { $0.key == pointer }?.value.report(what, hint: hint)
    }
  }
}

extension Shape<JSONPointer> {
  /// A path to a value in a JSON text.
  static let jsonPointer = Shape("a JSON pointer, for example `/payload/serial`") { JSONPointer($0) }
}
