import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// A response with `value` as JSON, keys sorted so that two answers can be compared.
  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json"
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: jsonText(value))))
  }
}

/// `value` as JSON, keys sorted.
func jsonText(_ value: some Encodable) -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  // Our own plain types with finite numbers: encoding can't fail.
  return (try? encoder.encode(value)) ?? Data()
}
