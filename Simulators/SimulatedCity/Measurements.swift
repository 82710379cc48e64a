import Model

/// Values by quantity, in the order in which they were put in; small enough to be searched from the front.
struct Measurements: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  private(set) var items: [Item] = []

  struct Item: Hashable, Sendable {
    let quantity: Quantity
    var value: Double
  }

  init() {}

  init(dictionaryLiteral elements: (Quantity, Double)...) {
    for (quantity, value) in elements { self[quantity] = value }
  }

  subscript(quantity: Quantity) -> Double? {
    get { items.first { $0.quantity == quantity }?.value }
    set {
      let index = items.firstIndex { $0.quantity == quantity }
      switch (index, newValue) {
      case (let index?, let value?): items[index].value = value
      case (let index?, nil): items.remove(at: index)
      case (nil, let value?): items.append(Item(quantity: quantity, value: value))
      case (nil, nil): break
      }
    }
  }
}
