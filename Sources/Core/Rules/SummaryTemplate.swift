import Model

/// What an alert says, with places for the asset and its values: `{name}: {fill_level} full`.
struct SummaryTemplate: Sendable {
  private enum Piece {
    case text(String)
    case name, asset, district
    /// The assets that are not heard without the gateway or the broker.
    case blind
    case quantity(Quantity)
  }

  private var pieces: [Piece] = []

  /// Reads a template.
  /// - Throws: the place that can't be filled, and what could.
  init(_ text: String, subject: RuleSubject = .asset) throws(RuleError) {
    var literal = ""
    var placeholder: String?
    var start = 0
    for (index, character) in text.enumerated() {
      switch (character, placeholder) {
      case ("{", nil):
        if !literal.isEmpty { pieces.append(.text(literal)) }
        literal = ""
        placeholder = ""
        start = index + 1
      case ("}", let name?):
        pieces.append(try Self.piece(name, subject, column: start))
        placeholder = nil
      case (_, let name?): placeholder = name + String(character)
      case (_, nil): literal.append(character)
      }
    }
    guard placeholder == nil else {
      throw RuleError(field: "summary", column: start, "'{' is not closed", hint: "close it with '}'")
    }
    if !literal.isEmpty { pieces.append(.text(literal)) }
  }

  private static func piece(
    _ name: String, _ subject: RuleSubject, column: Int
  ) throws(RuleError) -> Piece {
    let isOfNetwork = subject == .gateway || subject == .broker
    switch name {
    case "name": return .name
    case "asset": return .asset
    case "district": return .district
    case "assets" where isOfNetwork: return .blind
    default:
      let usable = isOfNetwork ? "{name} or {assets}" : "{name}"
      if let quantity = Quantity(name: name) {
        if subject == .asset { return .quantity(quantity) }
        throw RuleError(
          field: "summary", column: column, "a \(subject.rawValue) has no \(name) of its own",
          hint: "use \(usable)")
      }
      let words =
        subject == .asset
        ? Quantity.allCases.map(\.name) + ["name", "asset", "district"]
        : ["name", isOfNetwork ? "assets" : "district"]
      let near = nearestSpelling(of: name, among: words)
      throw RuleError(
        field: "summary", column: column, "there is nothing called '{\(name)}'",
        hint: near.map { "did you mean '{\($0)}'?" }
          ?? (subject == .asset ? "use {name}, {asset}, {district} or a quantity" : "use \(usable)"))
    }
  }

  /// The text for a district, a gateway or a broker that people call `name`; `blind` are the assets that are heard
  /// through it alone.
  func text(named name: String, blind: [String] = []) -> String {
    pieces.reduce(into: "") { text, piece in
      switch piece {
      case .text(let literal): text += literal
      case .name, .asset, .district: text += name
      case .blind: text += Self.list(blind)
      case .quantity: break
      }
    }
  }

  /// The first few names, and how many there are.
  private static func list(_ names: [String]) -> String {
    if names.isEmpty { return "no asset" }
    let first = names.prefix(5)
    // Names may be addresses, with commas of their own.
    let shown = first.joined(separator: first.contains { $0.contains(",") } ? "; " : ", ")
    return names.count > 5 ? "\(names.count) assets: \(shown) and \(names.count - 5) more" : shown
  }

  /// The quantities of the asset that it shows.
  var quantities: QuantitySet {
    pieces.reduce(into: []) { set, piece in
      if case .quantity(let quantity) = piece { set.formUnion(QuantitySet(quantity)) }
    }
  }

  /// The text for one asset; `value` gives what is known of it.
  func text(_ asset: Asset, value: (Quantity) -> Double) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let literal): text += literal
      case .name: text += asset.name
      case .asset: text += asset.id
      case .district: text += asset.district ?? "no district"
      case .blind: break
      case .quantity(let quantity):
        let value = value(quantity)
        text += value.isNaN ? "unknown" : shown(value) + quantity.unit.suffix
      }
    }
    return text
  }
}

/// A value for people: at most one place behind the point.
private func shown(_ value: Double) -> String { plain((value * 10).rounded() / 10) }
