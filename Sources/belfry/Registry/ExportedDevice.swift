import Foundation

/// A device as a network server exports it.
struct ExportedDevice: Hashable {
  /// The EUI, or the name in its application where there is none.
  var id: String
  /// What people call it; empty when they call it nothing.
  var name = ""
  var latitude: Double?
  var longitude: Double?
  /// All that tells what it is: brand, model, profile.
  var description = ""
}

extension ExportedDevice {
  /// Reads an export: JSON (arrays, objects with a list and single objects, one behind the other) or CSV with a header.
  /// - Throws: `Failure` when it is neither, breaks off, or holds no device.
  static func all(in data: Data, file: String) throws -> [ExportedDevice] {
    let first = data.first { $0 > 0x20 && $0 < 0x80 }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    let devices =
      isJSON ? try devices(json: data, file: file) : devices(csv: String(decoding: data, as: UTF8.self))
    guard !devices.isEmpty else {
      throw Failure(
        .refused, "there is no device in '\(file)'",
        hint: "it must be JSON or CSV with `dev_eui` (The Things Stack) or `devEui` (ChirpStack)")
    }
    return devices
  }

  private static func devices(json: Data, file: String) throws -> [ExportedDevice] {
    // In whichever of Unicode's encodings; what follows is for UTF-8.
    if let whole = try? JSONSerialization.jsonObject(with: json) { return devices(in: whole) }
    return try values(in: json).flatMap { range in
      do { return devices(in: try JSONSerialization.jsonObject(with: json[range])) } catch {
        let begin = json[range].firstIndex { $0 > 0x20 } ?? range.lowerBound
        let line = json[..<begin].count { $0 == UInt8(ascii: "\n") } + 1
        throw Failure(
          .refused, "what begins in line \(line) of '\(file)' is no JSON",
          hint: "it must be an array, an object, or objects that follow each other with nothing between them")
      }
    }
  }

  /// Where JSON values stand that follow each other, each in any number of lines: what tools print that are called for one
  /// device after the other.
  private static func values(in json: Data) -> [Range<Data.Index>] {
    var values: [Range<Data.Index>] = []
    var start = json.startIndex
    var (depth, isText, isEscaped) = (0, false, false)
    for index in json.indices {
      switch json[index] {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = isText
      case UInt8(ascii: "\""): isText.toggle()
      case _ where isText: break
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        guard depth == 0 else { break }
        values.append(start..<index + 1)
        start = index + 1
      default: break
      }
    }
    return json[start...].allSatisfy { $0 <= 0x20 } ? values : values + [start..<json.endIndex]
  }

  private static func devices(in value: Any) -> [ExportedDevice] {
    if let list = value as? [Any] { return list.flatMap { devices(in: $0) } }
    guard let object = value as? [String: Any] else { return [] }
    for key in ["end_devices", "result", "devices"] {
      if let list = object[key] as? [Any] { return list.flatMap { devices(in: $0) } }
    }
    // What surrounds a device: `{"end_device": …}`, `{"device": …}`.
    let inner = (object["end_device"] ?? object["device"]) as? [String: Any]
    return ExportedDevice(inner ?? object).map { [$0] } ?? []
  }

  /// The Things Stack: `EndDevice` of its API. ChirpStack: `DeviceListItem`.
  private init?(_ object: [String: Any]) {
    let ids = object["ids"] as? [String: Any] ?? object
    func text(_ part: [String: Any], _ key: String) -> String? {
      (part[key] as? String).flatMap { $0.isEmpty ? nil : $0 }
    }
    guard let id = text(ids, "dev_eui") ?? text(ids, "devEui") ?? text(ids, "device_id") else { return nil }
    self.init(id: id.lowercasedEUI)
    name = text(object, "name") ?? text(ids, "device_id") ?? ""
    let version = object["version_ids"] as? [String: Any] ?? [:]
    description = [
      text(version, "brand_id"), text(version, "model_id"), text(object, "deviceProfileName"),
    ].compactMap { $0 }.joined(separator: " ")
    let place = (object["locations"] as? [String: Any])?["user"] as? [String: Any]
    latitude = place?["latitude"] as? Double
    longitude = place?["longitude"] as? Double
  }

  private static func devices(csv text: String) -> [ExportedDevice] {
    let text = text.drop { $0 == "\u{FEFF}" }
    let header = text.prefix { !$0.isNewline }
    let rows = rows(text, separator: header.contains(";") ? ";" : header.contains("\t") ? "\t" : ",")
    guard let columns = rows.first else { return [] }
    return rows.dropFirst().compactMap { cells in
      let row = Dictionary(zip(columns, cells), uniquingKeysWith: { first, _ in first })
      func cell(_ names: String...) -> String? { names.lazy.compactMap { row[$0] }.first { !$0.isEmpty } }
      guard let id = cell("dev_eui", "devEui", "deveui", "id", "device_id") else { return nil }
      var device = ExportedDevice(id: id.lowercasedEUI)
      device.name = cell("name", "id", "device_id") ?? ""
      device.description = [
        cell("brand_id"), cell("model_id"), cell("device_profile_name", "deviceProfileName"),
      ]
      .compactMap { $0 }.joined(separator: " ")
      device.latitude = cell("latitude").flatMap(Double.init)
      device.longitude = cell("longitude").flatMap(Double.init)
      return device
    }
  }

  /// The rows of a table and their cells (RFC 4180, with any separator): a cell that begins with a quote may hold
  /// separators, line breaks and doubled quotes. Other quotes are what they are.
  private static func rows(_ text: Substring, separator: Unicode.Scalar) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = String.UnicodeScalarView()
    var (isQuoted, hasJustClosed) = (false, false)
    func endCell() {
      row.append(String(cell).trimmingCharacters(in: .whitespaces))
      cell = .init()
    }
    for scalar in text.unicodeScalars + "\n".unicodeScalars {
      let isSecondQuote = hasJustClosed && scalar == "\""
      hasJustClosed = false
      switch scalar {
      case "\"" where isQuoted: (isQuoted, hasJustClosed) = (false, true)
      case "\"" where isSecondQuote:
        isQuoted = true
        cell.append(scalar)
      case "\"" where cell.isEmpty: isQuoted = true
      case separator where !isQuoted: endCell()
      case "\r" where !isQuoted: break
      case "\n" where !isQuoted:
        endCell()
        if row != [""] { rows.append(row) }
        row = []
      default: cell.append(scalar)
      }
    }
    return rows
  }
}

extension String {
  /// An EUI the way that the registry keeps it, all else as it is.
  fileprivate var lowercasedEUI: String {
    utf8.count == 16 && allSatisfy(\.isHexDigit) ? lowercased() : self
  }
}
