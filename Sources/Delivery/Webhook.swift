import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1

/// An HTTP endpoint that is posted to.
public struct Webhook: Sendable {
  private let url: String
  private let key: SymmetricKey?
  private let client: HTTPClient

  /// The longest that a delivery may take.
  public static let timeLimit = Duration.seconds(15)

  /// An endpoint.
  /// - Parameters:
  ///   - url: `http://` or `https://`.
  ///   - secret: signs each body, if there is one.
  public init(url: String, secret: [UInt8]?) {
    self.url = url
    key = secret.map { SymmetricKey(data: $0) }
    client = .strict(timeLimit: Self.timeLimit)
  }

  /// Posts JSON.
  /// - Parameters:
  ///   - body: the JSON.
  ///   - id: the same for each attempt; sent as `X-Belfry-Notification`.
  /// - Throws: any answer but 2xx, and none in time.
  public func post(_ body: [UInt8], id: String) async throws(DeliveryError) {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers = [
      "Content-Type": "application/json", "User-Agent": "belfry", "X-Belfry-Notification": id,
    ]
    if let key {
      request.headers.add(name: "X-Belfry-Signature", value: "sha256=" + Self.signature(of: body, key))
    }
    request.body = .bytes(ByteBuffer(bytes: body))
    let status: UInt
    do {
      let limit = TimeAmount.seconds(Self.timeLimit.components.seconds)
      status = try await client.execute(request, deadline: .now() + limit).status.code
    } catch {
      throw DeliveryError("no answer: \(error)")
    }
    guard (200..<300).contains(status) else { throw DeliveryError("it answered \(status)") }
  }

  /// Ends connections; call it once, at the end.
  public func close() async {
    // What fails to end now ends with the process.
    try? await client.shutdown()
  }

  /// HMAC-SHA256 (RFC 2104, FIPS 180-4) in lower-case hex.
  private static func signature(of body: [UInt8], _ key: SymmetricKey) -> String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for byte in HMAC<SHA256>.authenticationCode(for: body, using: key) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }
}
