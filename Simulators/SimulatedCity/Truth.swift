public import Model

/// A state of an asset that is true for a time: what alerts are about.
public enum Condition: String, CaseIterable, Sendable {
  /// A container is 80 % full or fuller.
  case fillAbove80 = "fill_above_80"
  /// A container lies on its side.
  case tilted
  /// A vehicle stands in a bay.
  case occupied
  /// It stands there longer than is free, within the hours in which that counts.
  case overstay
  /// The air of a room has more than 1,000 ppm of CO2.
  case co2Above1000 = "co2_above_1000"
  /// A lamp gives light.
  case lampOn = "lamp_on"
  /// A lamp is broken.
  case lampFault = "lamp_fault"
  /// A lamp gives light by day.
  case dayBurning = "day_burning"
  /// What a building uses by day was left on for the night.
  case leftOn = "left_on"
  /// A street is louder than 75 dB(A), over five minutes.
  case noiseAbove75 = "noise_above_75"
  /// The air outdoors has more than 25 ug/m3 of fine dust.
  case pm25Above25 = "pm2_5_above_25"
  /// The soil of a green space holds less than 15 % of water.
  case soilDry = "soil_dry"
  /// A gateway hears nothing.
  case gatewayDown = "gateway_down"

  /// The quantity whose true value tells how far it is; `nil` for a plain yes or no.
  var quantity: Quantity? {
    switch self {
    case .fillAbove80: .fillLevel
    case .co2Above1000: .co2
    case .noiseAbove75: .noiseLAeq
    case .pm25Above25: .pm25
    case .soilDry: .soilMoisture
    case .tilted, .occupied, .overstay, .lampOn, .lampFault, .dayBurning, .leftOn, .gatewayDown: nil
    }
  }
}

/// The conditions that hold for an asset.
struct Conditions: Hashable, Sendable {
  private var bits: UInt32 = 0

  /// The conditions for which the dictionary says `true`.
  init(_ values: KeyValuePairs<Condition, Bool> = [:]) {
    for (condition, holds) in values where holds { bits |= Self.bit(condition) }
  }

  func contains(_ condition: Condition) -> Bool { bits & Self.bit(condition) != 0 }

  private static func bit(_ condition: Condition) -> UInt32 {
    Condition.allCases.firstIndex(of: condition).map { 1 << UInt32($0) } ?? 0
  }
}

/// Something that happened at one moment.
public enum Occurrence: Hashable, Sendable {
  /// A container was emptied, from this fill level in %.
  case emptied(from: Double)
  /// A device joined the network anew.
  case rejoined(device: String)
  /// The battery of a device fell below 20 %.
  case batteryLow(device: String)
  /// A device died: it will say nothing any more.
  case died(device: String)

  /// The name in the record of truth.
  public var name: String {
    switch self {
    case .emptied: "emptied"
    case .rejoined: "rejoined"
    case .batteryLow: "battery_low"
    case .died: "died"
    }
  }
}

/// One entry in the record of what truly went on in the city.
///
/// A condition that began before the simulation has its start at the simulation's start, and one that has
/// not ended by its end has no end.
public struct Fact: Hashable, Sendable {
  /// What is true from this moment on.
  public enum Event: Hashable, Sendable {
    /// The condition began to hold; `value` is the true value of its quantity.
    case began(Condition, value: Double?)
    /// The condition is over; it had begun at the simulated time `since`.
    case ended(Condition, value: Double?, since: Timestamp)
    /// Something happened.
    case happened(Occurrence)
  }

  /// When, in simulated time.
  public let at: Timestamp
  /// The asset, by id; for a gateway its name.
  public let asset: String
  /// What.
  public let event: Event
  /// For a gateway that goes down: the assets that nobody hears now, by id.
  public let blinds: [String]

  init(at: Timestamp, asset: String, event: Event, blinds: [String] = []) {
    self.at = at
    self.asset = asset
    self.event = event
    self.blinds = blinds
  }
}

extension Fact {
  /// One line of JSON without the line's end: message and simulated time, asset, `event` (`began`, `ended`
  /// or the name of an occurrence) and its particulars.
  public func json(_ clock: MessageClock) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("at", clock.messageTime(at).description)
      json.string("simulated_at", at.description)
      json.string("asset", asset)
      event.write(to: &json, clock)
      if !blinds.isEmpty {
        json.array("blinds") { json in
          for asset in blinds { json.element(asset) }
        }
      }
    }
    return json.bytes
  }
}

extension Fact.Event {
  fileprivate func write(to json: inout JSONWriter, _ clock: MessageClock) {
    switch self {
    case .began(let condition, let value):
      json.string("event", "began")
      json.string("condition", condition.rawValue)
      if let value { json.number("value", value.rounded(toPlaces: 2)) }
    case .ended(let condition, let value, let since):
      json.string("event", "ended")
      json.string("condition", condition.rawValue)
      if let value { json.number("value", value.rounded(toPlaces: 2)) }
      json.string("began_at", clock.messageTime(since).description)
    case .happened(let occurrence):
      json.string("event", occurrence.name)
      switch occurrence {
      case .emptied(let level): json.number("value", level.rounded(toPlaces: 2))
      case .rejoined(let device), .batteryLow(let device), .died(let device): json.string("device", device)
      }
    }
  }
}

extension Double {
  /// The number with at most `places` digits behind the point; 0 to 6.
  func rounded(toPlaces places: Int) -> Double {
    let scale = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6][places]
    return (self * scale).rounded() / scale
  }
}
