import Hummingbird
import NIOCore

enum Metrics: Endpoint {
  static let path = "/metrics"
  static let summary = "The daemon's own metrics, for Prometheus"

  static func respond(_ call: Call) async throws -> Response {
    let text = MetricsText(try await StatusShow.status(call.context)).text
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
