import Model

/// One row of the registry file.
struct RegistryRow {
  let asset: String
  let kind: AssetKind
  let name: String
  let site: Site
  let device: String
  let codec: String
  let parameters: String

  /// The row in CSV (RFC 4180) with its line's end.
  var line: String {
    let cells = [
      asset, kind.rawValue, name, site.district, site.latitudeText, site.longitudeText, device, codec,
      parameters,
    ]
    return cells.map(Self.quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// Every fourth container reports over NB-IoT.
  static func container(_ number: Int, _ random: inout RandomSource) -> RegistryRow {
    let site = Site(&random)
    let stream = random.pick(["verre", "verre", "papier", "résiduel", "organique", "textile"])
    let empty = random.pick([1200, 1400, 1500, 1700, 1900])
    let isCellular = number % 4 == 3
    return RegistryRow(
      asset: "container-\(padded(number + 1))", kind: .container,
      name: "\(site.street) \(random.integer(1..<160)), \(stream)", site: site,
      device: isCellular ? imei(number, type: 1) : eui(0x24E1_2471_3000_0000, number),
      codec: isCellular ? SenML.codec : MilesightEM310UDL.codec,
      parameters: "empty_mm=\(empty);full_mm=\(random.pick([150, 200, 250]))")
  }

  static func bay(_ number: Int, _ random: inout RandomSource) -> RegistryRow {
    let site = Site(&random)
    return RegistryRow(
      asset: "bay-\(padded(number + 1))", kind: .parkingBay,
      name: "\(site.street) \(random.integer(1..<160)), place \(random.integer(1..<9))", site: site,
      device: eui(0x4CE1_7317_0000_0000, number), codec: BoschTPS110.codec,
      parameters: "free_minutes=30;active=Mo-Sa 08:00-18:00")
  }

  /// Every sixth room reports over NB-IoT.
  static func room(_ number: Int, _ random: inout RandomSource) -> RegistryRow {
    let school = School.all[number % School.all.count]
    let floor = random.integer(0..<3)
    let isCellular = number % 6 == 5
    let capacity = random.integer(18..<29)
    return RegistryRow(
      asset: "room-\(padded(number + 1))", kind: .room,
      name: "\(school.name), local \(floor)\(padded(number / School.all.count + 1, to: 2))",
      site: Site(school), device: isCellular ? imei(number, type: 2) : eui(0xA817_58FF_FE00_0000, number),
      codec: isCellular ? SenML.codec : ElsysERS.codec,
      parameters: "capacity=\(capacity);volume_m3=\(capacity * random.pick([6, 7, 8]))")
  }

  static func luminaire(_ number: Int, _ random: inout RandomSource) -> RegistryRow {
    let site = Site(&random)
    let rated = random.pick([38, 52, 70, 96])
    return RegistryRow(
      asset: "lamp-\(padded(number + 1))", kind: .luminaire,
      name: "\(site.street), mât \(padded(number + 1))", site: site,
      device: eui(0x70B3_D5E7_5000_0000, number), codec: NASUL20xx.codec,
      parameters: "rated_w=\(rated);full_w=\(rated * 2 + 12)")
  }

  private static func eui(_ prefix: UInt64, _ number: Int) -> String {
    (prefix + UInt64(number)).bigEndianBytes.hexadecimal
  }

  /// An IMEI: type allocation code, serial number and Luhn's check digit (3GPP TS 23.003).
  private static func imei(_ number: Int, type: Int) -> String {
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
