import Foundation
import Testing

/// What a reader of the API sees: the members of an encoded value, as Foundation parses them.
func members(of value: some Encodable) throws -> [String: Any] {
  let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
  return try #require(object as? [String: Any])
}

/// The names of all members, nested ones as `process.rss_bytes`; a value under a free key as `rings.*`.
func paths(of value: some Encodable, freeKeys: Set<String> = []) throws -> Set<String> {
  paths(in: try members(of: value), under: "", freeKeys)
}

private func paths(in value: Any, under path: String, _ freeKeys: Set<String>) -> Set<String> {
  switch value {
  case let object as [String: Any]:
    var all: Set<String> = []
    for (key, member) in object {
      let name = freeKeys.contains(path) ? "*" : key
      let inner = path.isEmpty ? name : path + "." + name
      let below = paths(in: member, under: inner, freeKeys)
      all.formUnion(below.isEmpty ? [inner] : below)
    }
    return all
  case let list as [Any]:
    return list.reduce(into: []) { $0.formUnion(paths(in: $1, under: path + "[]", freeKeys)) }
  default:
    return []
  }
}

/// A value that went over the wire and back.
func afterTheWire<Value: Codable>(_ value: Value) throws -> Value {
  try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}

/// The JSON text with members in the order of their names.
func text(of value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return try String(decoding: encoder.encode(value), as: UTF8.self)
}
