import Config
import Core
import Foundation
import Model

/// Milliseconds of the processor that the city's thread takes for a minute of a city's messages, with all
/// shipped indicators and without any. 20,000 assets of all kinds report every quarter of an hour for two
/// days; one message of a hundred comes late by up to six hours.
/// Usage: indicators CONFIG, the path of a belfry.yaml.
let assetCount = 20_000
let minutes = 2 * 1440
let start = Timestamp(seconds: 1_777_896_000)

let configuration = try BelfryConfiguration.load(
  path: CommandLine.arguments[1], knownFormats: ["tts-v3"],
  knownCodecs: ["elsys", "milesight-em310-udl", "bosch-tps110", "nas-ul20xx"])

/// What each kind reports; the value rises and falls with the time of day and the asset.
let kinds: [(kind: AssetKind, quantities: [Quantity])] = [
  (.container, [.fillLevel]), (.parkingBay, [.occupied, .occupiedFor, .overstay]), (.room, [.co2]),
  (.luminaire, [.power, .lampFault]), (.station, [.no2, .pm25, .pm10]),
]

let assets = (0..<assetCount).map { index in
  Asset(
    id: "A-\(index)", kind: kinds[index % kinds.count].kind, name: "A-\(index)",
    district: "District \(index % 10)", parameters: Parameters(["active": "Mo-Sa 09:00-18:00"]))
}
let devices = assets.indices.map { index in
  let digits = String(index, radix: 16)
  return Device(
    id: String(repeating: "0", count: 16 - digits.count) + digits, codec: "elsys", asset: index)
}

func value(_ quantity: Quantity, _ asset: Int, _ minute: Int) -> Double {
  let wave = Double((asset * 31 + minute * 7) % 100)
  let range = quantity.range
  return (min(range.upperBound, 2000) * wave / 100).rounded()
}

/// The messages of each minute, by the minute in which they arrive.
let arrivals: [[(device: Int, minute: Int)]] = {
  var arrivals: [[(device: Int, minute: Int)]] = Array(repeating: [], count: minutes)
  for minute in 0..<minutes {
    for device in stride(from: minute % 15, to: assetCount, by: 15) {
      let delay = (device + minute) % 100 == 0 ? (device * 13 + minute) % 360 : 0
      if minute + delay < minutes { arrivals[minute + delay].append((device, minute)) }
    }
  }
  return arrivals
}()

/// What this thread has used of the processor: what else the machine does is not in it.
func threadMilliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

/// The city's time for each minute, in milliseconds.
func run(_ indicators: [Indicator]) -> (minutes: [Double], values: Int) {
  let definition = CityDefinition(
    name: "Bench", timeZone: "Europe/Brussels", calendar: configuration.city.calendar, assets: assets,
    devices: devices)
  var city = City(definition: definition, rules: [], indicators: indicators)
  var effects = Effects()
  var readings: [Reading] = []
  var spent: [Double] = []
  var values = 0
  for minute in 0..<minutes {
    let now = start + .seconds(minute * 60)
    let begin = threadMilliseconds()
    for (device, measured) in arrivals[minute] {
      let at = start + .seconds(measured * 60)
      var uplink = Uplink(device: devices[device].key, receivedAt: at)
      uplink.frameCounter = UInt32(measured / 15)
      readings.removeAll(keepingCapacity: true)
      for quantity in kinds[device % kinds.count].quantities {
        readings.append(Reading(quantity, value(quantity, device, measured), at: at))
      }
      _ = city.apply(uplink, device: device, readings: readings.span, arrivedAt: now, &effects)
    }
    city.advance(to: now + .seconds(59), &effects)
    values += effects.indicatorValues.count
    effects.removeAll()
    spent.append(threadMilliseconds() - begin)
  }
  return (spent, values)
}

let bare = run([])
let full = run(configuration.indicators)
let extra = zip(full.minutes, bare.minutes).map { $0 - $1 }
func text(_ milliseconds: Double) -> String { String(format: "%.2f", milliseconds) }
print("indicators \(configuration.indicators.count)\nvalues \(full.values)")
print("mean_ms_a_minute \(text(extra.reduce(0, +) / Double(extra.count)))")
print("worst_minute_ms \(text(extra.max() ?? 0))")
print("minute_99_of_100_ms \(text(extra.sorted()[extra.count * 99 / 100]))")
precondition(full.values > 0, "the indicators have values")
