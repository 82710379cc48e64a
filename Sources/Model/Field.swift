/// A named value of somebody else's JSON, and the reading that it stands for: `/level` = `distance cm`.
public struct Field: Hashable, Sendable {
  /// Where the value stands.
  public let pointer: JSONPointer
  /// What it measures.
  public let quantity: Quantity
  /// The unit that it comes in.
  public let unit: Unit

  /// A field; `unit` is the quantity's own unless it is given, and must have its dimension.
  public init(_ pointer: JSONPointer, _ quantity: Quantity, in unit: Unit? = nil) {
    self.pointer = pointer
    self.quantity = quantity
    self.unit = unit ?? quantity.unit
  }

  /// Reads a field as people write it.
  /// - Parameters:
  ///   - pointer: a JSON pointer, whose first `/` may be left out.
  ///   - meaning: a quantity, and behind it the unit if it is not the quantity's own: `distance cm`.
  /// - Throws: what is wrong with it.
  public init(_ pointer: String, means meaning: String) throws(FieldError) {
    guard let path = JSONPointer(pointer) else { throw .pointer(pointer) }
    let words = meaning.split(separator: " ", maxSplits: 1)
    guard let name = words.first.map(String.init), let quantity = Quantity(name: name) else {
      throw .quantity(words.first.map(String.init) ?? meaning)
    }
    var unit = quantity.unit
    if words.count > 1 {
      let text = String(words[1])
      guard let named = Unit.named(text), named.dimension == unit.dimension else {
        throw .unit(text, quantity)
      }
      unit = named
    }
    self.init(path, quantity, in: unit)
  }
}

/// Why a field can't be read.
public enum FieldError: Error, Hashable, Sendable {
  /// Not a JSON pointer.
  case pointer(String)
  /// Not a quantity.
  case quantity(String)
  /// Not a unit, or none of the quantity.
  case unit(String, Quantity)

  /// What is wrong, as it is said of the field.
  public var what: String {
    switch self {
    case .pointer: "is not a JSON pointer"
    case .quantity(let text): "names `\(text)`, which is not a quantity"
    case .unit(let text, let quantity): "gives `\(text)`, which is not a unit of \(quantity.name)"
    }
  }

  /// What would be right.
  public var hint: String {
    switch self {
    case .pointer: "write the names on the way to the value, for example `/payload/level`"
    case .quantity(let text):
      nearestSpelling(of: text, among: Quantity.allCases.map(\.name)).map { "did you mean `\($0)`?" }
        ?? "write a quantity and its unit, for example `distance cm`"
    case .unit(_, let quantity):
      "its units are "
        + Unit.all.filter { $0.dimension == quantity.unit.dimension }.map(\.code).joined(separator: ", ")
    }
  }
}

/// Where the parts of a message stand whose JSON has no standard, for the format `json`.
public struct JSONMapping: Hashable, Sendable {
  /// Where the device's identifier stands; `nil` when the topic names it.
  public let device: JSONPointer?
  /// Where the time of measurement stands; `nil` when the message is about now.
  public let time: JSONPointer?
  /// What is measured; at least one, quantities unique.
  public let fields: [Field]

  /// A mapping.
  public init(device: JSONPointer?, time: JSONPointer?, fields: [Field]) {
    self.device = device
    self.time = time
    self.fields = fields
  }
}
