import Core
import Model

/// What happens to messages on their way, beside what the simulation does: a broker that is lost or can't be
/// followed, a network server that hands nothing on, sensors that stick or show what can't be, clocks that run ahead. Each at times that are known.
struct Mischief {
  static let broker = "mqtt://broker"

  /// One device that shows what is not so.
  private struct Defect {
    enum Kind { case stuck, outOfRange, clockAhead }

    let kind: Kind
    let device: Int
    let time: Range<Timestamp>
  }

  private let defects: [Int: [Defect]]
  private let outages: [Range<Timestamp>]
  private let overloads: [Timestamp]
  private let serverOutages: [Range<Timestamp>]
  private let assets: [String]

  /// An outage of the broker and an overload every third day, one of the network server every fifth, and a defect of each
  /// kind on every eighth device.
  init(_ definition: CityDefinition, from start: Timestamp, to end: Timestamp) {
    let days = Int((end - start).inSeconds / 86_400)
    func moment(_ day: Int, _ hours: Double) -> Timestamp {
      start + .seconds(day * 86_400) + .seconds(hours * 3600)
    }
    outages = stride(from: 2, to: days - 1, by: 3).enumerated().map { index, day in
      let begin = moment(day, 4 + Double(index % 5) * 3.7)
      return begin..<begin + .seconds([300, 1500, 5400, 14_400][index % 4])
    }
    serverOutages = stride(from: 4, to: days - 1, by: 5).enumerated().map { index, day in
      let begin = moment(day, 1 + Double(index % 4) * 5.3)
      return begin..<begin + .seconds([1800, 5400, 14_400][index % 3])
    }
    overloads = stride(from: 3, to: days, by: 3).map { moment($0, 9.25) }
    assets = definition.devices.map { definition.assets[$0.asset].id }
    var defects: [Int: [Defect]] = [:]
    let span = max(1, days - 4)
    for device in definition.devices.indices where device % 8 == 3 {
      let begin = moment(2 + device * 7 % span, Double(device % 11))
      let kind: Defect.Kind
      switch device / 8 % 3 {
      case 0 where definition.assets[definition.devices[device].asset].kind == .room: kind = .stuck
      case 0, 1: kind = .outOfRange
      default: kind = .clockAhead
      }
      defects[device] = [Defect(kind: kind, device: device, time: begin..<begin + .seconds(30 * 3600))]
    }
    self.defects = defects
  }

  /// What the daemon sees of it, in order.
  var observations: [(at: Timestamp, what: Observation)] {
    let lost = outages.flatMap { outage in
      [
        (outage.lowerBound, Observation.broker(Self.broker, isConnected: false)),
        (outage.upperBound, Observation.broker(Self.broker, isConnected: true)),
      ]
    }
    let slow = overloads.map { ($0, Observation.overloaded(broker: Self.broker)) }
    return (lost + slow).sorted { $0.0 < $1.0 }.map { (at: $0.0, what: $0.1) }
  }

  /// What a LoRaWAN device says then is lost.
  func isServerSilent(at: Timestamp) -> Bool { serverOutages.contains { $0.contains(at) } }

  func isBrokerLost(at: Timestamp) -> Bool { outages.contains { $0.contains(at) } }

  /// Changes what a device measured at `at`.
  func befall(_ readings: inout [Reading], _ device: Int, at: Timestamp) {
    for defect in defects[device] ?? [] where defect.time.contains(at) {
      readings = readings.map { reading in
        switch defect.kind {
        case .stuck where reading.quantity == .co2: Reading(.co2, 612, at: reading.at)
        case .outOfRange: Reading(reading.quantity, reading.quantity.range.upperBound * 2 + 1, at: reading.at)
        case .clockAhead: Reading(reading.quantity, reading.value, at: reading.at + .seconds(1200))
        default: reading
        }
      }
    }
  }

  /// What is true of it: rule, subject, from when to when.
  var episodes: [(rule: String, subject: String, time: Range<Timestamp>)] {
    let broken = defects.values.joined().map { defect in
      let isClock = defect.kind == .clockAhead
      return (
        rule: isClock ? "clock-implausible" : "reading-implausible", subject: assets[defect.device],
        time: defect.time
      )
    }
    return broken + outages.map { ("broker-lost", Self.broker, $0) }
      + serverOutages.map { ("network-silent", Self.broker, $0) }
      + overloads.map { ("ingest-overload", Self.broker, $0..<$0 + .seconds(300)) }
  }

  /// From when to when an asset's sensor tells nothing of the asset, and when nobody is heard.
  var blindness: [(subject: String?, time: Range<Timestamp>)] {
    defects.values.joined().map { (assets[$0.device], $0.time) }
      + (outages + serverOutages).map { (nil, $0) }
  }
}

extension Duration {
  /// In seconds.
  var inSeconds: Double { self / .seconds(1) }
}
