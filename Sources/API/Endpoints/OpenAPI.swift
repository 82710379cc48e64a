import Hummingbird
import NIOCore

enum OpenAPI: Endpoint {
  static let path = "/v1/openapi.yaml"
  static let summary = "This description"

  static func respond(_ call: Call) async throws -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/yaml"],
      body: ResponseBody(
        byteBuffer: ByteBuffer(string: OpenAPIText(version: call.context.facts.version).text)))
  }
}
