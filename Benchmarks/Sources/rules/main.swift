import CLinux
import Core
import Foundation
import Model

/// What rules cost the city's thread: nanoseconds for a reading with no rule, with some that look at it and
/// with some that look at another quantity; none changes its state. 20,000 rooms report CO2, temperature and
/// humidity, again and again.
/// Usage: rules, or rules timers, which opens an alert that waits on each of a million assets and says what room
/// that takes.
let start = Timestamp(seconds: 1_777_896_000)

func city(_ count: Int, rules: [RuleDefinition]) throws -> City {
  let assets = (0..<count).map { index in
    Asset(id: "A-\(index)", kind: .room, name: "A-\(index)", district: "District \(index % 10)")
  }
  let devices = assets.indices.map { index in
    let digits = String(index, radix: 16)
    return Device(
      id: String(repeating: "0", count: 16 - digits.count) + digits, codec: "elsys", asset: index)
  }
  let definition = CityDefinition(
    name: "Bench", timeZone: "Europe/Brussels", calendar: .utc, assets: assets, devices: devices)
  return City(definition: definition, rules: try rules.map { try Rule($0) }, indicators: [])
}

func rule(_ number: Int, _ when: String, for wait: Duration = .seconds(600)) -> RuleDefinition {
  var rule = RuleDefinition(name: "rule-\(number)", scope: .kind(.room), when: when)
  rule.holdsFor = wait
  return rule
}

/// One uplink of each asset with `readings` of the round.
func report(
  _ city: inout City, _ count: Int, _ round: Int, _ readings: (Timestamp) -> [Reading],
  _ effects: inout Effects
) {
  let at = start + .seconds(900 * round)
  let own = readings(at)
  for device in 0..<count {
    var uplink = Uplink(device: city.definition.devices[device].key, receivedAt: at)
    uplink.frameCounter = UInt32(round)
    _ = city.apply(uplink, device: device, readings: own.span, arrivedAt: at, &effects)
    effects.forgetReadings()
  }
}

/// What this thread has used of the processor: what else the machine does is not in it.
func threadNanoseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

func residentBytes() -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}

func speed() throws {
  let count = 20_000
  let rounds = 20
  let looking = (0..<30).map { rule($0, "co2 > \(2000 + $0) ppm and temperature > 10 Cel") }
  let elsewhere = (0..<30).map { rule($0, "soil_moisture > \($0) %") }
  let sets = [("none", []), ("one", Array(looking.prefix(1))), ("thirty", looking), ("others", elsewhere)]
  for (name, rules) in sets {
    var city = try city(count, rules: rules)
    var effects = Effects()
    var best = Double.infinity
    for round in 0..<rounds {
      let begin = threadNanoseconds()
      report(
        &city, count, round,
        { at in
          [
            Reading(.co2, Double(600 + round % 7), at: at),
            Reading(.temperature, Double(20 + round % 3), at: at),
            Reading(.humidity, Double(45 + round % 5), at: at),
          ]
        }, &effects)
      // The first rounds make room.
      if round >= 5 { best = min(best, (threadNanoseconds() - begin) / Double(count * 3)) }
      precondition(effects.transitions.isEmpty, "no rule changes its state")
    }
    print("\(name)_ns_a_reading \(String(format: "%.1f", best))")
  }
}

func timers() throws {
  // As the daemon does: large blocks go back to the system when they are freed.
  mallopt(M_MMAP_THRESHOLD, 1 << 20)
  let count = 1_000_000
  var city = try city(count, rules: [rule(0, "co2 > 1000 ppm", for: .seconds(86_400))])
  let empty = residentBytes()
  var effects = Effects()
  let at = start
  let begin = threadNanoseconds()
  for device in 0..<count {
    var uplink = Uplink(device: city.definition.devices[device].key, receivedAt: at)
    uplink.frameCounter = 1
    uplink.gateway = DeviceKey(value: UInt64(1 + device % 20))
    let readings = [Reading(.co2, 1200, at: at)]
    _ = city.apply(uplink, device: device, readings: readings.span, arrivedAt: at, &effects)
    precondition(effects.transitions.count == 1, "each alert is pending")
    effects.removeAll()
  }
  let opened = threadNanoseconds()
  let open = residentBytes()
  city.advance(to: at + .seconds(86_401), &effects)
  let fired = threadNanoseconds()
  precondition(effects.transitions.count >= count, "each alert fires")
  print("open_us_a_timer \(String(format: "%.2f", (opened - begin) / 1e3 / Double(count)))")
  print("fire_us_a_timer \(String(format: "%.2f", (fired - opened) / 1e3 / Double(count)))")
  print("registry_mb \(empty >> 20)\nwith_timers_mb \(open >> 20)")
}

if CommandLine.arguments.dropFirst().first == "timers" { try timers() } else { try speed() }
