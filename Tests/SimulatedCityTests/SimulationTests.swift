import Codecs
import Model
import Testing

@testable import SimulatedCity

@Suite struct SimulationTests {
  private let allFaults =
    "loss=0.05,duplicate=0.1,late=0.05,malformed=0.03,rejoin=0.02,death=0.0005,gateway=0.1"

  @Test func oneSeedIsOneCity() throws {
    func run(seed: UInt64) throws -> ([Emission], [Fact]) {
      var simulation = try Simulation(
        SmallCity.definition(copies: 3), SmallCity.settings(seed: seed, faults: Faults(allFaults), hours: 8))
      return simulation.runToEnd()
    }
    let (first, second, other) = (try run(seed: 5), try run(seed: 5), try run(seed: 6))
    #expect(first.0 == second.0)
    #expect(first.1 == second.1)
    #expect(first.0 != other.0)
    #expect(first.1 != other.1)
    #expect(first.0.count > 200)
  }

  /// If this changes, every record of a simulated city is worth nothing any more: change it knowingly.
  @Test func theFirstMessageStaysTheSame() throws {
    var simulation = try Simulation(SmallCity.definition(), SmallCity.settings(hours: 2))
    let messages = simulation.runToEnd().emissions
    let bytes = messages.flatMap { Array($0.topic.utf8) + $0.payload }
    #expect(fingerprint(bytes.span) == 10_908_410_641_588_139_090)
  }

  @Test func messagesComeInTheOrderOfTime() throws {
    var simulation = try Simulation(
      SmallCity.definition(copies: 3), SmallCity.settings(faults: Faults(allFaults), hours: 24))
    let (emissions, facts) = simulation.runToEnd()
    #expect(emissions.map(\.simulatedAt) == emissions.map(\.simulatedAt).sorted())
    #expect(facts.map(\.at) == facts.map(\.at).sorted())
    #expect(emissions.allSatisfy { $0.simulatedAt >= SmallCity.start })
    #expect(emissions.allSatisfy { $0.simulatedAt < SmallCity.start + .seconds(24 * 3600) })
  }

  @Test func theBooksBalance() throws {
    var simulation = try Simulation(
      SmallCity.definition(copies: 4), SmallCity.settings(faults: Faults(allFaults), hours: 24))
    let (emissions, facts) = simulation.runToEnd()
    let totals = simulation.totals
    #expect(totals.published == emissions.count)
    let arriving = totals.uplinks - totals.unheard - totals.lost + totals.duplicated + totals.joins
    #expect(arriving == totals.published + totals.pending)
    for count in [
      totals.unheard, totals.lost, totals.duplicated, totals.late, totals.malformed, totals.joins,
    ] {
      #expect(count > 0)
    }
    let rejoined = facts.filter { if case .happened(.rejoined) = $0.event { true } else { false } }
    #expect(rejoined.count == totals.joins)
  }

  /// The receiver's books agree with the truth: what is broken is refused, what came twice has the same
  /// counter, what is missing leaves a gap.
  @Test func aReceiverFindsWhatWentWrong() throws {
    var city = SmallCity.definition(copies: 2)
    city.devices.removeAll { $0.id.count != 16 }
    var simulation = try Simulation(
      city, SmallCity.settings(faults: Faults("loss=0.05,duplicate=0.1,malformed=0.03"), hours: 24))
    var (refused, repeated) = (0, 0)
    var seen: Set<[UInt64]> = []
    var counters: [DeviceKey: [UInt32]] = [:]
    for emission in simulation.runToEnd().emissions {
      guard let envelope = try? read(emission.format, topic: emission.topic, emission.payload) else {
        refused += 1
        continue
      }
      let uplink = try #require(envelope.uplinks.first).uplink
      let counter = try #require(uplink.frameCounter)
      if seen.insert([uplink.device.value, uplink.session, UInt64(counter)]).inserted {
        counters[uplink.device, default: []].append(counter)
      } else {
        repeated += 1
      }
    }
    let totals = simulation.totals
    #expect(refused == totals.malformed)
    // What is under way at the end is of the last half minute.
    #expect((totals.duplicated - totals.pending...totals.duplicated).contains(repeated))
    // Nobody can miss what came before the first or after the last of a device.
    let missing = counters.values.map { Int(($0.max() ?? 0) - ($0.min() ?? 0)) + 1 - $0.count }.reduce(0, +)
    #expect(missing <= totals.lost + totals.malformed)
    #expect(missing > (totals.lost + totals.malformed) * 8 / 10)
  }

  /// Without faults everything that every device says can be read, and nothing is missing.
  @Test func everyMessageOfAHealthyCityIsReadable() throws {
    let city = SmallCity.definition(copies: 2)
    var simulation = try Simulation(city, SmallCity.settings(hours: 24))
    var heard: Set<DeviceKey> = []
    var quantities: Set<Quantity> = []
    for emission in simulation.runToEnd().emissions {
      let envelope = try read(emission.format, topic: emission.topic, emission.payload)
      for entry in envelope.uplinks {
        heard.insert(entry.uplink.device)
        switch entry.content {
        case .readings(let range): quantities.formUnion(envelope.readings.items[range].map(\.quantity))
        case .payload(let range):
          let device = try #require(city.devices.first { $0.key == entry.uplink.device })
          let frame = Frame(port: entry.uplink.port, payload: Array(envelope.bytes[range]))
          quantities.formUnion(try decode([frame], device.codec).keys)
        }
      }
    }
    #expect(heard == Set(city.devices.map(\.key)))
    let measured: Set<Quantity> = [
      .distance, .tilt, .battery, .occupied, .co2, .temperature, .humidity, .illuminance, .motion,
      .batteryVoltage, .lampOn, .lampFault, .dimLevel, .power, .energy, .burnTime, .voltage, .powerFactor,
      .current, .noiseLA, .noiseLAeq, .noiseLAmax, .pm25, .pm10, .no2, .o3, .pressure, .soilMoisture,
      .soilTemperature, .soilConductivity,
    ]
    #expect(quantities == measured)
  }

  @Test func nobodyHearsADeviceWhoseGatewaysAreDown() throws {
    let city = SmallCity.definition(copies: 4)
    let assets = Dictionary(uniqueKeysWithValues: city.devices.map { ($0.id, city.assets[$0.asset].id) })
    var simulation = try Simulation(city, SmallCity.settings(faults: Faults("gateway=0.2"), hours: 36))
    var blind: [String: Timestamp] = [:]
    var blinded = 0
    while let emission = simulation.next() {
      for fact in simulation.takeFacts() {
        switch fact.event {
        case .began(.gatewayDown, _):
          blinded += fact.blinds.count
          for asset in fact.blinds { blind[asset] = fact.at }
        case .ended(.gatewayDown, _, _): blind = [:]
        default: break
        }
      }
      // What was under way when the gateway went down still arrives.
      let since = assets[emission.device].flatMap { blind[$0] } ?? .distantFuture
      #expect(emission.simulatedAt < since + .seconds(20))
    }
    #expect(blinded > 20)
    #expect(simulation.totals.unheard > 20)
  }

  @Test func theDeadSayNothing() throws {
    var simulation = try Simulation(
      SmallCity.definition(copies: 4), SmallCity.settings(faults: Faults("death=0.01"), hours: 36))
    var deaths: [String: Timestamp] = [:]
    while let emission = simulation.next() {
      for fact in simulation.takeFacts() {
        if case .happened(.died(let device)) = fact.event { deaths[device] = fact.at }
      }
      // What was under way still arrives.
      let death = deaths[emission.device] ?? .distantFuture
      #expect(emission.simulatedAt < death + .seconds(20))
    }
    #expect(deaths.count > 10)
  }

  @Test func conditionsBeginAndEndInTurn() throws {
    var simulation = try Simulation(SmallCity.definition(copies: 2), SmallCity.settings(hours: 36))
    var open: [String: Timestamp] = [:]
    var ended: Set<Condition> = []
    for fact in simulation.runToEnd().facts {
      switch fact.event {
      case .began(let condition, _):
        #expect(open.updateValue(fact.at, forKey: fact.asset + condition.rawValue) == nil)
      case .ended(let condition, _, let since):
        ended.insert(condition)
        #expect(open.removeValue(forKey: fact.asset + condition.rawValue) == since)
        #expect(since <= fact.at)
      case .happened: break
      }
    }
    #expect(ended.isSuperset(of: [.occupied, .overstay, .co2Above1000, .lampOn]))
  }

  @Test func messagesCarryTheTimeOfTheWall() throws {
    let messageStart = Timestamp(seconds: 1_900_000_000)
    let clock = MessageClock(simulatedStart: SmallCity.start, messageStart: messageStart, speed: 60)
    var simulation = try Simulation(
      SmallCity.definition(),
      .init(clock: clock, utcOffset: SmallCity.utcOffset, end: SmallCity.start + .seconds(7200)))
    for emission in simulation.runToEnd().emissions where emission.format == "tts-v3" {
      let uplink = try #require(try read("tts-v3", topic: emission.topic, emission.payload).uplinks.first)
        .uplink
      let delay = clock.messageTime(emission.simulatedAt) - uplink.receivedAt
      #expect(delay >= .zero)
      #expect(delay < .seconds(1))
      #expect(uplink.receivedAt < messageStart + .seconds(120))
    }
  }

  @Test func addingAnAssetLeavesTheOthersAlone() throws {
    // Over NB-IoT: the gateways of LoRaWAN move with the assets around them.
    func messages(_ copies: Int) throws -> [Emission] {
      var simulation = try Simulation(SmallCity.definition(copies: copies), SmallCity.settings(hours: 6))
      return simulation.runToEnd().emissions.filter { !$0.isLoRaWAN && $0.device.hasSuffix("1000") }
    }
    #expect(try messages(1) == messages(5))
    #expect(try !messages(1).isEmpty)
  }

  @Test func whatCannotBeSimulatedIsSaid() {
    var city = SmallCity.definition()
    city.devices[0].codec = "acme-9"
    city.devices[4].codec = "milesight-em400"
    city.assets[5].parameters.values["network"] = "pigeon"
    city.assets[6].kind = .gateway
    city.assets[7].parameters.values["rated_w"] = "much"
    let error = #expect(throws: UnsimulatedCity.self) {
      try Simulation(city, SmallCity.settings(hours: 1))
    }
    let problems = error?.problems ?? []
    let words = [
      "codec acme-9; it speaks bosch-tps110, elsys",
      "milesight-em400 has no word for what a parking_bay does",
      "network is not one of tts, chirpstack, chirpstack-protobuf, milesight-nb", "a gateway does nothing",
      "rated_w=much is not a number",
    ]
    #expect(problems.count == words.count)
    for (problem, words) in zip(problems, words) { #expect(problem.contains(words)) }
  }
}
