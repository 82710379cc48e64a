import Model

/// The rows of one asset of each kind, by its number from 0.
extension RegistryRow {
  /// Every fourth container reports over NB-IoT.
  static func container(_ number: Int, _ random: inout RandomSource) -> [RegistryRow] {
    let site = Site(&random)
    let stream = random.pick(["verre", "verre", "papier", "résiduel", "organique", "textile"])
    let empty = random.pick([1200, 1400, 1500, 1700, 1900])
    let isCellular = number % 4 == 3
    return [
      RegistryRow(
        asset: "container-\(padded(number + 1))", kind: .container,
        name: "\(site.street) \(random.integer(1..<160)), \(stream)", site: site,
        device: isCellular ? imei(number, type: 1) : eui(0x24E1_2471_3000_0000, number),
        codec: isCellular ? SenML.codec : MilesightEM310UDL.codec,
        parameters: ["empty_mm=\(empty)", "full_mm=\(random.pick([150, 200, 250]))"])
    ]
  }

  static func bay(_ number: Int, _ random: inout RandomSource) -> [RegistryRow] {
    let site = Site(&random)
    return [
      RegistryRow(
        asset: "bay-\(padded(number + 1))", kind: .parkingBay,
        name: "\(site.street) \(random.integer(1..<160)), place \(random.integer(1..<9))", site: site,
        device: eui(0x4CE1_7317_0000_0000, number), codec: BoschTPS110.codec,
        parameters: ["free_minutes=30", "active=Mo-Sa 08:00-18:00"])
    ]
  }

  /// Every sixth room reports over NB-IoT.
  static func room(_ number: Int, _ random: inout RandomSource) -> [RegistryRow] {
    let (round, index) = number.quotientAndRemainder(dividingBy: Landmark.schools.count)
    let school = Landmark.schools[index]
    let floor = random.integer(0..<3)
    let isCellular = number % 6 == 5
    let capacity = random.integer(18..<29)
    return [
      RegistryRow(
        asset: "room-\(padded(number + 1))", kind: .room,
        name: "\(school.name), local \(floor)\(padded(round + 1, to: 2))", site: Site(school),
        device: isCellular ? imei(number, type: 2) : eui(0xA817_58FF_FE00_0000, number),
        codec: isCellular ? SenML.codec : ElsysERS.codec,
        parameters: ["capacity=\(capacity)", "volume_m3=\(capacity * random.pick([6, 7, 8]))"])
    ]
  }

  static func luminaire(_ number: Int, _ random: inout RandomSource) -> [RegistryRow] {
    let site = Site(&random)
    let rated = random.pick([38, 52, 70, 96])
    return [
      RegistryRow(
        asset: "lamp-\(padded(number + 1))", kind: .luminaire,
        name: "\(site.street), mât \(padded(number + 1))", site: site,
        device: eui(0x70B3_D5E7_5000_0000, number), codec: NASUL20xx.codec,
        parameters: ["rated_w=\(rated)", "full_w=\(rated * 2 + 12)", "dimming=\(Luminaire.plan)"])
    ]
  }

  /// A meter, or in every third building a clamp around the main wire.
  static func building(_ number: Int, _ random: inout RandomSource) -> [RegistryRow] {
    let (round, index) = number.quotientAndRemainder(dividingBy: Landmark.publicBuildings.count)
    let building = Landmark.publicBuildings[index]
    let hasClamp = number % 3 == 2
    return [
      RegistryRow(
        asset: "building-\(padded(number + 1))", kind: .building,
        name: round == 0 ? building.name : "\(building.name), aile \(round + 1)", site: Site(building),
        device: hasClamp ? eui(0x24E1_2474_6000_0000, number) : eui(0xFC48_C900_0000_0000, number),
        codec: hasClamp ? MilesightCT101.codec : YobiiqEM2101.codec,
        parameters: [
          "base_w=\(random.integer(8..<40) * 100)", "day_w=\(random.integer(50..<200) * 100)",
        ])
    ]
  }

  /// Noise and dust over LoRaWAN; every second station has gases too, over NB-IoT.
  static func station(_ number: Int, _ random: inout RandomSource) -> [RegistryRow] {
    let site = Site(&random)
    var devices = [
      (eui(0x24E1_2474_3000_0000, number), MilesightWS302.codec),
      (eui(0x0013_7A10_0000_0000, number), NetvoxRA0715.codec),
    ]
    if number % 2 == 1 { devices.append((imei(number, type: 3), SenML.codec)) }
    return devices.map { device, codec in
      RegistryRow(
        asset: "station-\(padded(number + 1))", kind: .station, name: "\(site.street), mesures",
        site: site, device: device, codec: codec)
    }
  }

  static func greenSpace(_ number: Int, _ random: inout RandomSource) -> [RegistryRow] {
    let (round, index) = number.quotientAndRemainder(dividingBy: Landmark.parks.count)
    let park = Landmark.parks[index]
    return [
      RegistryRow(
        asset: "green-\(padded(number + 1))", kind: .greenSpace,
        name: "\(park.name), parterre \(round + 1)", site: Site(park),
        device: eui(0x24E1_2412_6000_0000, number), codec: MilesightEM500SMTC.codec)
    ]
  }

  private static func eui(_ prefix: UInt64, _ number: Int) -> String {
    (prefix + UInt64(number)).bigEndianBytes.hexadecimal
  }

  /// An IMEI: type allocation code, serial number and Luhn's check digit (3GPP TS 23.003).
  static func imei(_ number: Int, type: Int) -> String {
    let digits = "8662070\(type)" + padded(number, to: 6)
    var sum = 0
    for (index, digit) in digits.enumerated() {
      let value = (digit.wholeNumberValue ?? 0) * (index % 2 == 1 ? 2 : 1)
      sum += value / 10 + value % 10
    }
    return digits + String((10 - sum % 10) % 10)
  }

  private static func padded(_ number: Int, to width: Int = 4) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
