import ArgumentParser
import Config
import Foundation
import Model
import SimulatedCity

/// How the options that several verbs share are read from text.
enum Arguments {
  static func broker(_ text: String) throws -> BrokerURL {
    guard let broker = BrokerURL(text) else {
      throw ValidationError("'\(text)' is no broker: write mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS")
    }
    return broker
  }

  static func duration(_ text: String) throws -> Duration {
    guard let duration = Duration(setting: text), duration > .zero else {
      throw ValidationError("'\(text)' is no duration: write a whole number with s, m, h, d or y, as in 10m")
    }
    return duration
  }

  static func faults(_ text: String) throws -> Faults {
    do {
      return try Faults(text)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  static func timeZone(_ name: String) throws -> TimeZone {
    guard let zone = TimeZone(identifier: name) else {
      throw ValidationError("there is no time zone '\(name)'; names are such as Europe/Brussels")
    }
    return zone
  }
}
