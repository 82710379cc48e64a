import Model

extension AssetKind {
  /// What people call several of them.
  var plural: String {
    switch self {
    case .container: "containers"
    case .parkingBay: "parking bays"
    case .room: "rooms"
    case .luminaire: "luminaires"
    case .building: "buildings"
    case .station: "stations"
    case .greenSpace: "green spaces"
    case .gateway: "gateways"
    }
  }

  /// What people want to know of one first, the most important before the rest.
  var keyQuantities: [Quantity] {
    switch self {
    case .container: [.fillLevel]
    case .parkingBay: [.occupied, .overstay]
    case .room: [.co2, .temperature, .humidity]
    case .luminaire: [.lampOn, .dimLevel, .power]
    case .building: [.power, .energy]
    case .station: [.pm25, .no2, .pm10, .o3, .noiseLAeq, .temperature]
    case .greenSpace: [.soilMoisture, .soilTemperature]
    case .gateway: []
    }
  }
}

extension Quantity {
  /// What stands before the value where the unit alone would not say what it is.
  var shortLabel: String? {
    switch self {
    case .co2: "CO2"
    case .pm25: "PM2.5"
    case .pm10: "PM10"
    case .no2: "NO2"
    case .o3: "O3"
    case .overstay: "over by"
    default: nil
    }
  }
}
