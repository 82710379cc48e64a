import Foundation
import Model
import Rings
import Storage

// Rows a second through ring and journal, with `batch` rows in each transaction: the ring always holds more, so that
// no thread waits for another.
// Usage: rows FILE ROWS BATCH
func run() throws {
  let arguments = CommandLine.arguments
  let (path, rows, batch) = (arguments[1], Int(arguments[2]) ?? 0, Int(arguments[3]) ?? 1)
  let database = try Database(path: path, fsync: true)
  let ring = Ring<JournalHeader>(capacityBytes: 16 << 20)
  var producer = ring.producer
  nonisolated(unsafe) var end: Ring<JournalHeader>.Consumer? = ring.consumer
  let bell = try Doorbell()
  let progress = CommitProgress(bell: try Doorbell())
  nonisolated(unsafe) var isEnding = false
  let thread = Thread {
    guard let consumer = end.take() else { return }
    // The rows of a batch and how far it goes.
    Journal(
      database: database, consumer: consumer, bell: bell, progress: [progress], batchRecordsMax: batch + 1,
      log: { print($0) }
    )
    .run(isEnding: { isEnding })
  }
  thread.start()

  let readings = [UInt8](repeating: 7, count: 60)
  let start = ContinuousClock.now
  for number in 1...rows {
    let at = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(number) * 1000)
    var uplink = Uplink(device: DeviceKey(value: UInt64(number % 20_000)), receivedAt: at)
    uplink.session = 0x1234_5678_9ABC_DEF0
    uplink.frameCounter = UInt32(number / 20_000)
    uplink.port = 5
    uplink.rssi = -97
    uplink.snr = 7.5
    uplink.gateway = DeviceKey(value: 0x58A0_CBFF_FE80_2A21)
    let header = JournalHeader.uplink(
      uplink, device: Int32(number % 20_000), asset: Int32(number % 20_000), readings: 6, arrivedAt: at)
    while !producer.push(header, readings.span) { usleep(1000) }
    if number % batch == 0 || number == rows {
      while !producer.push(.progress(receiver: 0, sequence: UInt64(number), now: at)) { usleep(50) }
      producer.publish()
      bell.ring()
    }
  }
  while progress.committed < UInt64(rows) {
    progress.bell.wait(timeoutMilliseconds: 100) { progress.committed >= UInt64(rows) }
  }
  let elapsed = ContinuousClock.now - start
  let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
  print("rows \(Int(Double(rows) / seconds))")
  isEnding = true
  bell.ring()
}

try run()
