/// All endpoints, by path.
let endpoints: [any Endpoint.Type] = [
  Healthy.self,
  Ready.self,
  AlertAcknowledge.self,
  AlertList.self,
  AlertShelve.self,
  AlertShow.self,
  AlertUnshelve.self,
  AssetList.self,
  AssetShow.self,
  DeviceList.self,
  DeviceShow.self,
  EventStream.self,
  RuleList.self,
  StatusShow.self,
]
