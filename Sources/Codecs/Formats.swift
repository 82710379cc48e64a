/// The network formats, sorted by name.
public let formats: [any Format.Type] = [
  SenML.self,
  TheThingsStack.self,
]
