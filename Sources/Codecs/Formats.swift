/// The network formats, sorted by name.
public let formats: [any Format.Type] = [
  ChirpStack.self,
  MappedJSON.self,
  MilesightNB.self,
  SenML.self,
  TheThingsStack.self,
]
