/// The address of an MQTT broker: `mqtt://HOST[:PORT]` or `mqtts://HOST[:PORT]`.
public struct BrokerURL: Hashable, Sendable, CustomStringConvertible {
  /// A name, an IPv4 address, or an IPv6 address without its brackets.
  public let host: String
  /// 1 to 65535.
  public let port: Int
  /// Whether the connection is encrypted (`mqtts`).
  public let usesTLS: Bool

  /// Reads an address; `nil` when it is none. The port is 1883 by default, 8883 with TLS, as registered
  /// with IANA.
  public init?(_ text: String) {
    var rest = Substring(text)
    if rest.hasPrefix("mqtt://") {
      self.usesTLS = false
    } else if rest.hasPrefix("mqtts://") {
      self.usesTLS = true
    } else {
      return nil
    }
    rest = rest.dropFirst(usesTLS ? 8 : 7)
    if rest.hasSuffix("/") { rest.removeLast() }
    guard let (host, port) = hostAndPort(rest) else { return nil }
    self.host = host
    self.port = port ?? (usesTLS ? 8883 : 1883)
  }

  /// The address in full, port included.
  public var description: String {
    "\(usesTLS ? "mqtts" : "mqtt")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}

/// A host and, if there is one, a port: `example.org`, `10.0.0.1:80`, `[::1]:80`; `nil` when it is none.
func hostAndPort(_ text: Substring) -> (host: String, port: Int?)? {
  var host = text
  var port: Int?
  if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
    let digits = text[text.index(after: colon)...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
      (1...65_535).contains(number)
    else { return nil }
    port = number
    host = text[..<colon]
  }
  if host.hasPrefix("["), host.hasSuffix("]") {
    let address = host.dropFirst().dropLast()
    let isAddress = !address.isEmpty && address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    return isAddress ? (String(address), port) : nil
  }
  let isName = host.utf8.allSatisfy {
    switch $0 {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
  return isName && !host.isEmpty ? (String(host), port) : nil
}

extension Shape<BrokerURL> {
  static let brokerURL = Shape(
    "`mqtt://HOST:PORT`, or `mqtts://HOST:PORT` for TLS, for example `mqtt://127.0.0.1:1883`"
  ) { BrokerURL($0) }
}
