import Core
import Foundation
import Glibc
import Model
import Rings
import Storage

// Readings a second of one core: the rules of rooms over a history of so many rooms that report four readings
// every 15 minutes. The history is written first, if it is not there.
// Usage: backtest FILE ROOMS HOURS
let arguments = CommandLine.arguments
let (path, rooms, hours) = (arguments[1], Int(arguments[2]) ?? 0, Int(arguments[3]) ?? 0)
let start = Timestamp(seconds: 1_772_438_400)
let city = CityDefinition(
  name: "Bench", timeZone: "UTC",
  assets: (0..<rooms).map {
    Asset(id: "room-\($0)", kind: .room, name: "Room \($0)", district: "District \($0 % 20)")
  },
  devices: (0..<rooms).map { Device(id: "device-\($0)", codec: "elsys", asset: $0) })

func write() throws {
  let database = try Database(path: path, fsync: false)
  let devices = try database.numbers(ofDevices: city.devices.map(\.id))
  let assets = try database.numbers(ofAssets: city.assets.map(\.id))
  let ring = Ring<JournalHeader>(capacityBytes: 16 << 20)
  var producer = ring.producer
  nonisolated(unsafe) var end: Ring<JournalHeader>.Consumer? = ring.consumer
  let bell = try Doorbell()
  let progress = CommitProgress(bell: try Doorbell())
  let thread = Thread {
    guard let consumer = end.take() else { return }
    Journal(database: database, consumer: consumer, bell: bell, progress: [progress], log: { print($0) })
      .run(isEnding: { false })
  }
  thread.start()
  var number: UInt64 = 0
  var blob: [UInt8] = []
  for round in 0..<hours * 4 {
    for room in 0..<rooms {
      let at = start + .seconds(round * 900) + .milliseconds(room * 900_000 / rooms)
      var uplink = Uplink(device: DeviceKey("device-\(room)"), receivedAt: at)
      uplink.session = 0x1234_5678_9ABC_DEF0
      uplink.frameCounter = UInt32(round)
      uplink.rssi = -97
      uplink.snr = 7.5
      uplink.gateway = DeviceKey("00000000fffe00\(10 + room % 20)")
      // A few rooms are stuffy for an hour a day.
      let isStuffy = room % 50 == round / 4 % 50
      let readings = [
        Reading(.co2, isStuffy ? 1400 : 600 + Double(round % 7), at: at), Reading(.temperature, 21.5, at: at),
        Reading(.humidity, 45, at: at), Reading(.battery, 90, at: at),
      ].map { AppliedReading(reading: $0, flags: []) }
      blob.removeAll(keepingCapacity: true)
      ReadingBlob.append(readings, receivedAt: at, to: &blob)
      let header = JournalHeader.uplink(
        uplink, device: devices[room], asset: assets[room], readings: readings.count, arrivedAt: at)
      while !producer.push(header, blob.span) {
        producer.publish()
        bell.ring()
        usleep(50)
      }
      number += 1
    }
    while !producer.push(.progress(receiver: 0, sequence: number, now: start)) { usleep(50) }
    producer.publish()
    bell.ring()
  }
  while progress.committed < number {
    progress.bell.wait(timeoutMilliseconds: 100) { progress.committed >= number }
  }
}

func rules() throws -> [Rule] {
  var stuffy = RuleDefinition(name: "room-co2-high", scope: .kind(.room), when: "co2 > 1000 ppm")
  stuffy.clear = "co2 < 900 ppm"
  stuffy.holdsFor = .seconds(600)
  stuffy.keepFiringFor = .seconds(300)
  var cold = RuleDefinition(
    name: "room-cold", scope: .kind(.room), when: "temperature < 15 °C and co2 > 500 ppm")
  cold.holdsFor = .seconds(1800)
  let battery = RuleDefinition(name: "battery-low", scope: .anyKind, when: "battery < 20 %")
  return try [stuffy, cold, battery].map { try Rule($0) }
}

func cpuSeconds() -> Double {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
}

func run() throws {
  let reader = try UplinkReader(path: path)
  var test = Backtest(city, rules: try rules(), from: start)
  var devices = [Int](repeating: -1, count: rooms + 1)
  for (number, id) in try reader.devices() { devices[Int(number)] = test.device(id: id) ?? -1 }
  var readings = 0
  let before = cpuSeconds()
  try reader.forEach(arrivedFrom: start) { uplink, device, found, arrivedAt in
    readings += found.count
    test.take(uplink, device: devices[Int(device)], found, arrivedAt: arrivedAt)
    return true
  }
  let alerts = test.finish(at: start + .seconds(hours * 3600))
  let seconds = cpuSeconds() - before
  print("readings \(readings)")
  print("per_second \(Int(Double(readings) / seconds))")
  print("alerts \(alerts.count)")
}

if !FileManager.default.fileExists(atPath: path) { try write() }
try run()
