import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// A response with `value` as JSON, keys sorted so that two answers can be compared.
  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json"
  ) -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Our own plain types with finite numbers: encoding can't fail.
    let body = (try? encoder.encode(value)) ?? Data()
    return Response(
      status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
