/// The device codecs, sorted by name.
public let deviceCodecs: [any Codec.Type] = [
  BoschTPS110.self,
  Elsys.self,
  MilesightEM310UDL.self,
  NASUL20xx.self,
]
