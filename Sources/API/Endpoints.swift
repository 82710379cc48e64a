/// All endpoints, by path.
let endpoints: [any Endpoint.Type] = [
  Healthy.self,
  Ready.self,
  AlertList.self,
  AlertShow.self,
  AssetList.self,
  AssetShow.self,
  DeviceList.self,
  DeviceShow.self,
  EventStream.self,
  RuleList.self,
  StatusShow.self,
]
