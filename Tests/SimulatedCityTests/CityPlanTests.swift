import Testing

@testable import SimulatedCity

@Suite struct CityPlanTests {
  private func lines(_ plan: CityPlan) -> [String] {
    var lines: [String] = []
    plan.lines { lines.append($0) }
    return lines
  }

  @Test func writesARowForEachAsset() {
    let lines = lines(CityPlan(containers: 40, bays: 30, rooms: 20, luminaires: 10, seed: 3))
    #expect(lines.first == "asset,kind,name,district,latitude,longitude,device,codec,parameters\n")
    #expect(lines.count == 101)
    #expect(Set(lines).count == 101)
    // Names with a comma stand in quotes, as do the dimming plans of lamps, and no other cell has one.
    for line in lines.dropFirst() {
      #expect(line.split(separator: "\"").count == (line.contains(",luminaire,") ? 5 : 3))
    }
    #expect(lines.count { $0.contains(",senml,") } == 13)
  }

  @Test func devicesOfOneAssetHaveARowEach() {
    let lines = lines(CityPlan(buildings: 15, stations: 4, greenSpaces: 10))
    #expect(lines.count == 1 + 15 + 4 * 2 + 2 + 10)
    #expect(lines.count { $0.hasPrefix("station-0002,") } == 3)
    let devices = lines.dropFirst().compactMap {
      $0.split(separator: ",", omittingEmptySubsequences: false).dropLast(2).last
    }
    #expect(Set(devices).count == devices.count)
  }

  @Test func namesTheNetworkOfLoRaWANDevices() {
    let lines = lines(CityPlan(containers: 4, stations: 2, network: "chirpstack")).dropFirst()
    #expect(lines.allSatisfy { $0.hasSuffix("network=chirpstack\n") != $0.contains(",senml,") })
  }

  @Test("Every kind can speak every way, and no two devices have one name")
  func everyKindOverEveryNetwork() {
    var networks: [Substring: Set<String>] = [:]
    var devices: [Substring] = []
    let plan = CityPlan(
      containers: 24, bays: 24, rooms: 24, luminaires: 24, buildings: 24, stations: 24, greenSpaces: 24,
      network: CityPlan.mixed)
    for line in lines(plan).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let device = cells.lastIndex { $0.utf8.count >= 15 && $0.allSatisfy(\.isHexDigit) } ?? 0
      devices.append(cells[device])
      let kind = cells[1]
      let words = line.split { ";,\"\n".contains($0) }
      for network in CityPlan.networks where words.contains("network=\(network)") {
        networks[kind, default: []].insert(network)
      }
      if cells[device + 1] == "senml", !line.contains("senml-cbor") {
        networks[kind, default: []].insert("senml")
      }
    }
    #expect(Set(devices).count == devices.count)
    let milesight: Set<Substring> = ["container", "station", "green_space"]
    for kind in ["container", "parking_bay", "room", "luminaire", "building", "station", "green_space"] {
      let all = Set(CityPlan.networks)
      let expected = milesight.contains(Substring(kind)) ? all : all.subtracting(["milesight-nb"])
      #expect(networks[Substring(kind)] == expected, "\(kind)")
    }
  }

  @Test func oneSeedIsOnePlan() {
    let plan = CityPlan(containers: 20, bays: 20, rooms: 20, luminaires: 20, seed: 3)
    #expect(lines(plan) == lines(plan))
    var other = plan
    other.seed = 4
    #expect(lines(plan) != lines(other))
  }
}
