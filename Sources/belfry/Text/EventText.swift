import Foundation
import Model
import Wire

/// Live events in words, a line each.
struct EventText {
  var appearance: Appearance

  /// `12:11:12 reading C-012 fill_level 83 %`; what this program does not know is shown as it came.
  func line(type: String, _ data: Data) -> String {
    switch type {
    case "reading":
      if let reading = try? JSONDecoder().decode(ReadingEvent.self, from: data) { return line(reading) }
    case "alert":
      if let event = try? JSONDecoder().decode(AlertEvent.self, from: data) { return line(event) }
    case "indicator":
      if let indicator = try? JSONDecoder().decode(IndicatorObject.self, from: data) {
        return line(indicator)
      }
    case "device":
      if let device = try? JSONDecoder().decode(DeviceEvent.self, from: data) { return line(device) }
    default: break
    }
    return "\(type) \(JSONText(data).text)".printable
  }

  private func line(_ reading: ReadingEvent) -> String {
    let value = ReadingText.value(reading.value, reading.unit, of: reading.quantity, appearance)
    let age = reading.arrivedAt.timestamp - reading.at.timestamp
    let late = age > .seconds(60) ? " (measured \(TimeText.span(age)) before)" : ""
    return clock(reading.arrivedAt) + " reading  "
      + "\(reading.asset)  \(reading.quantity) \(value)\(late)".printable
  }

  private func line(_ event: AlertEvent) -> String {
    let alert = event.alert
    let tone = alert.standing.tone(severity: alert.severity)
    return clock(lastChange(of: alert)) + " alert    "
      + appearance.paint("\(alert.severity) \(event.transition)".printable, tone)
      + "  \(alert.asset)  \(alert.rule)  \(alert.summary)".printable
  }

  private func line(_ indicator: IndicatorObject) -> String {
    let value =
      indicator.value.map { NumberText.measure($0, unit: indicator.unit, appearance) } ?? "not enough data"
    return clock(indicator.at) + " indicator "
      + "\(indicator.scope)  \(indicator.name)  \(value)".printable
  }

  private func line(_ event: DeviceEvent) -> String {
    let device = event.device
    let (words, tone): (String, Tone) =
      switch DeviceObject.State(rawValue: device.state) {
      case .silent: ("silent", .critical)
      case .unknown: ("not registered", .warning)
      default: ("heard", .good)
      }
    return clock(event.at) + " device   " + appearance.paint(words, tone)
      + "  \(device.id)  \(device.asset ?? "")".printable
  }

  private func lastChange(of alert: AlertObject) -> WireTime? {
    [alert.since, alert.firedAt, alert.resolvedAt, alert.acknowledged?.at, alert.shelved?.at]
      .compactMap { $0 }.max()
  }

  private func clock(_ time: WireTime?) -> String {
    appearance.paint(time.map { TimeText.clock($0.timestamp) } ?? "--:--:--", .quiet)
  }
}
